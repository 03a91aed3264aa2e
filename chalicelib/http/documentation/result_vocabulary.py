"""What each value of the closed lists of results means: how they are verified, and how their ends are annulled."""

from collections.abc import Mapping

from chalicelib.http.documentation.meanings import Meanings

RESULT_VOCABULARY: Mapping[str, Meanings] = {
    "VerifiedState": {
        "pending": "尚未送达或者尚未生效",
        "valid": "有效",
        "expired": "已过有效期",
        "superseded": "已被更正后的版本取代",
        "withdrawn": "已撤回",
        "revoked": "已撤销",
        "revoked_as_penalty": "已吊销",
        "cancelled": "已注销",
        "changed": "已变更、换发，由新的证照取代",
        "renewed": "已延续，由新的证照取代",
    },
    "MatchedDigest": {"content": "证照内容（二维码中的 sha）", "file": "证照的 PDF 文件"},
    "AnnulledBy": {
        "reconsideration": "行政复议",
        "court": "行政诉讼",
        "superior": "上级行政机关纠正",
        "own": "原机关自行撤销",
    },
}
