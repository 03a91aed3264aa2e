"""What sealed texts often say: the dictionary with which zlib makes a text of two kilobytes half of one.

zlib names the dictionary in each stream by a checksum, so another one may be added beside this one. This one must never
change, nor go, while a row is kept that was compressed with it: such a row could not be read any more. A test holds its
digest. Nothing personal and no place stands in it. What is most frequent comes last.
"""

import zlib

TEXT = "".join(
    (
        r'{"answer":{"opinion":"经审查，符合许可条件。","recommendation":"grant","site_check":{"at":"20","result":"合格"}}',
        r',"answer_salt":"","handed_over":"","answer":{"outcome":"refuse"}}{"answer":{"outcome":"grant"}}',
        r'{"absences":[],"guardianship":{},"guardian_name":"","decision_reasons":[""],"file_name":".pdf"}.jpg"}',
        r'{"applicant_name":"有限公司","applicant_parts":["居民身份证",""],"applicant_parts":["uscc","91"],"salt":"',
        r'{"form":"{\"applicant\":{\"kind\":\"自然人\",\"name\":\"\",\"id_type\":\"居民身份证\",\"id_number\":\"',
        r"\",\"address\":\"\",\"birth_date\":\"\"},\"kind\":\"个体工商户\",\"guardian\":{\"relationship\":\"",
        r'{"form":"{\"applicant\":{\"name\":\"有限公司\",\"uscc\":\"91\",\"legal_representative\":{\"name\":\"',
        r"\",\"id_type\":\"居民身份证\",\"id_number\":\"\"},\"contact\":{\"name\":\"\",\"phone\":\"13",
        r'\"},\"kind\":\"企业法人\"},\"answers\":{\"agent\":false}}"}',
        r"因为申请人撤回申请逾期未补正存在问题补正要求缺少签名补签后重新提交补正期限暂定，以国家公布的节假日安排为准",
        r"终止办理通知书不予受理决定书不予行政许可决定书补正材料一次性告知书经核查，申请材料不齐全或者不符合法定形式，",
        r"现一次告知需要补正的全部内容：请于前（含当日）按上述要求补正后，通过原申请渠道重新上传并提交。",
        r"如不服本决定，可以自收到本决定书之日起六十日内，依照《中华人民共和国行政复议法》第二十条向人民政府申请",
        r"行政复议；也可以自收到本决定书之日起六个月内，依照《中华人民共和国行政诉讼法》第四十六条向人民法院提起行政诉讼。",
        r"申请材料按规定存档，不影响再次提出申请。申请人（签收）签收日期复印件纸质原件1个文件PDF经办人收件日期",
        r"现收到你单位就“”提交的下列申请材料，共1项：序号材料名称形式数量载体申请书营业执照法定代表人（负责人）",
        r"本凭证仅证明收到申请材料，不代表申请已被受理。申请材料需要补正的，将当场或者自收件之日起五个工作日内一次告知",
        r"需要补正的全部内容；逾期不告知的，自收到申请材料之日起即为受理。是否受理以及需要补正的全部内容，将一次告知。",
        r"下列文书已经送达：受送达人送达地点送达方式直接送达送达时间签收人签收方式已在送达回证上签名送达人文书名称文号",
        r"参照《中华人民共和国民事诉讼法》第八十七条准字〔2026〕1号公章窗口人员(演示)",
        r"你单位申请的“”已经办结，请于前（含当日）到上述地点领取下列办理结果：政务服务中心综合发证窗口",
        r"领取时请出示有效身份证件；委托他人领取的，另需授权委托书和代理人身份证件。也可以选择邮寄送达。",
        r"领取地点领取时间工作日 9:00—12:00、14:30—17:30领取通知书送达回证收件凭证收件时间收件人窗口电话",
        r"决定内容：准予办理内容：本机关将自作出本决定之日起十个工作日内向你单位颁发、送达许可证。办理结果将及时送达你。",
        r"申请，本机关已于受理。经审查，申请符合法定条件、标准，现决定准予行政许可。经审核，符合办理条件，现予办理。",
        r"准予行政许可决定书办理结果通知书行政许可申请受理通知书受理通知书有效期限承诺办理期限决定期限法定期限",
        r"本事项为即办件，将于当日作出决定。本事项承诺办理期限为7个工作日，自受理之日的次日起计算，将于前（含当日）作出决定。",
        r"可凭查询码查询办理进度，或者致电窗口电话咨询。你单位于202年月日提出的“”申请，经审查，申请材料齐全、",
        r"符合法定形式，现决定自202年月日起予以受理。《优化营商环境条例》第三十六条第一款第二款第三款",
        r"第十二条、第十九条至第二十四条《中华人民共和国行政许可法》第三十二条、第三十四条、第三十八条第一款、",
        r"第三十九条、第四十二条、第四十四条《中华人民共和国食品安全法》第三十三条、第三十五条《管理办法》",
        r'{"data":"{\"title\":\"许可证\",\"number\":\"202\",\"identifier\":\"1.2.156.3005.2.1144.001.R\",\"holder\":\"',
        r"\",\"holder_code\":\"91\",\"holder_code_label\":\"统一社会信用代码\",\"holder_code_label\":\"公民身份号码",
        r"\",\"facts\":[{\"label\":\"许可事项\",\"value\":\"\"}],\"organ\":\"\",\"issued\":\"2026-11-24\",",
        r"\"valid_from\":\"\",\"valid_until\":\"\",\"validity\":null,\"seal\":{\"id\":\"\",\"organ\":\"\",\"name\":\"",
        r"行政审批专用章\"},\"sample\":true,\"salt\":\"",
        r'{"data":"{\"kind\":\"non_acceptance_decision\",\"kind\":\"correction_notice\",\"kind\":\"termination_notice\",',
        r"\"kind\":\"refusal_decision\",\"kind\":\"service_record\",\"kind\":\"collection_notice\",",
        r'\"kind\":\"grant_decision\",\"kind\":\"acceptance_notice\",{"data":"{\"kind\":\"receipt_voucher\",\"title\":\"',
        r"\",\"formalities\":{\"number\":null,\"issued\":\"2026-11-24\",\"seal\":{\"id\":\"44\",\"organ\":\"局\",\"name\":\"",
        r"行政审批专用章\"},\"sample\":true},\"organ\":\"局\",\"addressee\":\"\",\"facts\":[{\"label\":\"办件编号\",",
        r"\"value\":\"1144\"},{\"label\":\"申请事项\",\"value\":\"\"},{\"label\":\"申请人\",\"value\":\"\"},",
        r"{\"label\":\"申请日期\",\"value\":\"2026年11月24日\"},{\"label\":\"受理日期\",\"value\":\"2026年11月24日\"},",
        r"{\"label\":\"办理结果\",\"value\":\"\"},{\"label\":\"窗口电话\",\"value\":\"06\"},{\"label\":\"查询码\",",
        r"\"value\":\"\"}],\"paragraphs\":[\"你单位\",\"\"],\"table\":{\"columns\":[\"序号\",\"\"],\"widths\":[1,6,2,2,2],",
        r"\"rows\":[[\"1\",\"\"],[\"2\",\"\"]]},\"table\":null,\"closing\":[],\"closing\":[\"\"],\"basis\":[\"《中华人民共和国",
        r'法》第\",\"《》第条\"],\"remedies\":null,\"signatures\":[],\"decision\":true}"}\"signatures\":[],\"decision\":false}"}',
    )
).encode()


def compressed(text: bytes) -> bytes:
    """The text as a zlib stream that names the dictionary."""
    deflate = zlib.compressobj(9, zdict=TEXT)
    return deflate.compress(text) + deflate.flush()


def decompressed(stream: bytes) -> bytes:
    """Also of a stream without a dictionary. Raises zlib.error for anything else."""
    inflate = zlib.decompressobj(zdict=TEXT)
    text = inflate.decompress(stream) + inflate.flush()
    if not inflate.eof:
        raise zlib.error("a stream that is cut off")
    return text
