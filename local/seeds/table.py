"""What `make run ARGS=--seed` prints of its examples: a table, and a command for each that goes on from there."""

import json
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from local.seeds.plans import PASSING, Next
from local.seeds.seeding import Seed

TOKEN = (  # nosec B105
    'as() {{ echo "Authorization: Bearer $(curl -s -X POST {url}/local/token -d "{{\\"persona\\":\\"$1\\"}}"'
    ' | python3 -c \'import json,sys; print(json.load(sys.stdin)["access_token"])\')"; }}'
)


def show(console: Console, seeds: Sequence[Seed], url: str, seconds: float) -> None:
    table = Table("示例", "状态", "事项", "申请人", "查询码", "后四位", box=None, header_style="bold")
    for plan, one, _ in seeds:
        table.add_row(plan.label, one.status, one.item, one.owner, one.query_code or "—", one.factor)
    console.print(table)
    passing = "；".join(f"{status}（{why}）" for status, why in PASSING.items())
    lines = [
        f"示例办件 {len(seeds)} 件，{seconds:.1f} 秒。数秒内自动通过、不会停留的状态：{passing}",
        "下一步：先粘贴这一行，再粘贴任一办件的命令",
        f"  {TOKEN.format(url=url)}",
    ]
    for plan, one, following in seeds:
        lines.append(f"{plan.label} {one.number}  {following.persona} {following.words}")
        lines.append(f"  {curl(url, following, one.etag)}")
    for line in lines:
        console.print(line, soft_wrap=True, markup=False, highlight=False)


def curl(url: str, following: Next, etag: str) -> str:
    """The command for a shell in which the function `as` is known."""
    words = ["curl -s", f"{url}/v1{following.path}", f'-H "$(as {following.persona})"']
    if following.method != "GET":
        words[1:1] = [f"-X {following.method}"]
        words.append('-H "Idempotency-Key: next-$(date +%s)"')
    if following.guarded:
        words.append(f"-H 'If-Match: {etag}'")
    if following.body is not None:
        words += ["-H 'Content-Type: application/json'", f"-d '{json.dumps(following.body, ensure_ascii=False)}'"]
    return " ".join(words)
