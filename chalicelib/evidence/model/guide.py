"""What stands in an export for people who open it without any program of ours."""

GUIDE = """本文件是一门平台导出的办件证据包（yimen-export/1）。 This is a case exported from Yimen.

核验：bin/yimen verify 文件名（不需要网络和任何配置）。 To check it: bin/yimen verify FILE, offline.

manifest.json   目录：各部分的大小和 SHA-256；manifest.sig 是对它的签名（ECDSA P-256 SHA-256，DER，Base64），
                签名的内容是 "yimen-export/1"、换行和 manifest.json 的 SHA-256（十六进制）。
                size and SHA-256 of every part; manifest.sig signs "yimen-export/1", a line feed and its SHA-256 in hex
events.json     事件链：每一事件的 hash 是除 hash 外各项的规范 JSON（键排序、无空格、UTF-8）的 SHA-256，
                previous 是前一事件的 hash，第一件的 previous 是 64 个 0。
                each hash is the SHA-256 of all other fields in canonical JSON (sorted keys, no spaces, UTF-8)
documents.json  文书：document 是 PDF，data 是其文字；事件中的 document_digest 是 salt、换行和文字的 SHA-256；
                证照的 digest 是其文字（规范 JSON）的 SHA-256。
                document_digest is the SHA-256 of salt, line feed and text; a certificate's digest is that of its
                canonical JSON
materials.json  材料清单：摘要为 Base64 编码的 SHA-256，载于收件的事件。 SHA-256 in Base64, as it stands in the events
clocks.json     期限逐日说明；calendar.json 是所用的放假安排。 every term day by day, and the calendar
letters.json    所依据的授权文书；policies.json 是所依据的规则。 letters of authority and rules
item.json       办件适用的事项版本；content_hash 是其规范 JSON 的 SHA-256，联办申请的其后接 request_of 的文字。
                the version of the item; the hash of a joint request has the text of request_of after it
heads.json      逐日存证：每日全部事件链的 Merkle 树根（RFC 9162）及签名，以及本办件的路径。
                the Merkle root of each day (RFC 9162), signed, and the path of this case to it
case.json       办件的状态和时间。 status and times of the case

withheld 列明未向导出人提供的内容，closed 列明不凭原文不能核对的摘要。
manifest.json names what was withheld from its reader, and which digests nothing here opens.
ZIP 文件本身的元数据（时间、属性）不在核验之列。 Metadata of the ZIP file are not covered.
"""
