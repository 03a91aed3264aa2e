"""Secrets Manager in memory: every version of each secret, by the token it was stored under."""

from typing import Any

from proofs.kit.client import Client
from proofs.kit.refusals import ResourceExistsException, ResourceNotFoundException, refusal
from proofs.kit.requests import made_of


class MemorySecrets(Client):
    """`versions` by the secret's name, the newest last."""

    def __init__(self) -> None:
        super().__init__()
        self.versions: dict[str, dict[str, str]] = {}

    def copy(self) -> "MemorySecrets":
        twin = MemorySecrets()
        twin.versions = {name: dict(versions) for name, versions in self.versions.items()}
        return twin

    @made_of("secretsmanager")
    def create_secret(self, *, Name: str, SecretString: str, ClientRequestToken: str) -> dict[str, Any]:  # noqa: N803
        """The same request again is no fault."""

        def play() -> dict[str, Any]:
            there = self.versions.get(Name)
            if there is not None and there.get(ClientRequestToken) != SecretString:
                raise refusal("ResourceExistsException", "CreateSecret", kind=ResourceExistsException)
            return self._store(Name, SecretString, ClientRequestToken, "CreateSecret")

        return self.called("CreateSecret", play)

    @made_of("secretsmanager")
    def put_secret_value(self, *, SecretId: str, SecretString: str, ClientRequestToken: str) -> dict[str, Any]:  # noqa: N803
        def play() -> dict[str, Any]:
            self._named(SecretId, "PutSecretValue")
            return self._store(SecretId, SecretString, ClientRequestToken, "PutSecretValue")

        return self.called("PutSecretValue", play)

    @made_of("secretsmanager")
    def get_secret_value(self, *, SecretId: str, VersionId: str | None = None) -> dict[str, Any]:  # noqa: N803
        """The newest version unless another is asked for."""

        def play() -> dict[str, Any]:
            versions = self._named(SecretId, "GetSecretValue")
            version = VersionId or [*versions][-1]
            if version not in versions:
                raise refusal("ResourceNotFoundException", "GetSecretValue", kind=ResourceNotFoundException)
            return {"Name": SecretId, "VersionId": version, "SecretString": versions[version]}

        return self.called("GetSecretValue", play)

    @made_of("secretsmanager")
    def list_secrets(self) -> dict[str, Any]:
        return self.called("ListSecrets", lambda: {"SecretList": [{"Name": name} for name in self.versions]})

    @made_of("secretsmanager")
    def delete_secret(self, *, SecretId: str, ForceDeleteWithoutRecovery: bool) -> dict[str, Any]:  # noqa: N803
        """At once: nothing here deletes with a time to recover."""

        def play() -> dict[str, Any]:
            if not ForceDeleteWithoutRecovery:
                raise NotImplementedError("a secret is deleted at once here")
            self._named(SecretId, "DeleteSecret")
            del self.versions[SecretId]
            return {"Name": SecretId}

        return self.called("DeleteSecret", play)

    # ------------------------------------------------------------------------------------------------------- inside
    def _named(self, name: str, operation: str) -> dict[str, str]:
        if name not in self.versions:
            raise refusal("ResourceNotFoundException", operation, kind=ResourceNotFoundException)
        return self.versions[name]

    def _store(self, name: str, secret: str, token: str, operation: str) -> dict[str, Any]:
        versions = self.versions.setdefault(name, {})
        if versions.setdefault(token, secret) != secret:
            raise refusal("ResourceExistsException", operation, kind=ResourceExistsException)
        return {"Name": name, "VersionId": token}
