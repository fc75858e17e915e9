"""A folder of sample files as an office has them: `python -m tests.e2e.samples FOLDER`."""

import sys
from pathlib import Path

from tests.e2e import docx
from tests.e2e.docx import item, paragraph, run, table
from tongwen.catalog import blank


def annual_report() -> bytes:
    """Return a Chinese report with list, table, image, header and tracked changes."""
    merged = docx.grid(
        [
            [
                docx.cell("部门", 2000, head=True),
                docx.cell("季度营业额（万元）", 2000, span=3, head=True),
            ],
            [
                docx.cell("华东", 2000, merge="restart"),
                *(docx.cell(text, 2000) for text in ("1,280", "1,346", "1,502")),
            ],
            [
                docx.cell("", 2000, merge="continue"),
                *(docx.cell(text, 2000) for text in ("+4.1%", "+5.2%", "+11.6%")),
            ],
            [docx.cell("西南", 2000), *(docx.cell(text, 2000) for text in ("864", "902", "1,015"))],
        ],
        [2000] * 4,
    )
    tracked = (
        run("全年营业收入")
        + docx.deleted("预计增长百分之八")
        + docx.inserted("同比增长百分之十一点六")
        + run("，连续三年保持两位数增长。")
    )
    body = [
        paragraph("2026 年度工作报告", "Title"),
        paragraph("一、总体情况", "Heading1"),
        paragraph(
            "今年，公司坚持“稳中求进、质量优先”的方针，完成了年初确定的各项目标。"
            "产品覆盖全国二十八个省、自治区、直辖市，新签客户三百余家，客户续约率达到百分之九十四。"
        ),
        paragraph(tracked),
        paragraph("二、主要工作", "Heading1"),
        item("完成新一代办公平台的研发与试点，三家分公司全面切换；", 1),
        item("建立统一的文档标准，旧档案全部数字化；", 1),
        item("培训员工一千二百人次，人均课时十六小时。", 1),
        paragraph("三、经营数据", "Heading1"),
        merged,
        paragraph("图 1  各区域营业额变化", properties='<w:jc w:val="center"/>'),
        docx.picture(13.5, 5.5),
        paragraph("四、明年计划", "Heading1"),
        item("拓展西部市场，设立成都交付中心；"),
        item("文档协作全面上线，减少邮件往返；"),
        item("双语（中文与 English）资料同步发布。"),
        paragraph(run("特此报告。", "<w:b/>")),
    ]
    return docx.docx(
        "".join(body),
        language="zh-CN",
        title="2026 年度工作报告",
        head="同文科技 · 内部资料",
        foot="第 ",
    )


def proposal() -> bytes:
    """Return an English project proposal."""
    body = [
        paragraph("Shared Writing Pilot", "Title"),
        paragraph("Summary", "Heading1"),
        paragraph(
            "Three offices write the quarterly report together. Today they send files by "
            "e-mail; each report exists in eleven copies, and merging them takes two days. "
            "This pilot replaces the copies with one document that everybody edits at once."
        ),
        paragraph("Goals", "Heading1"),
        item("One document, one truth: no copies in mailboxes."),
        item("Every change is saved before it is called saved."),
        item("The file stays a Word file; partners notice nothing."),
        paragraph("Schedule", "Heading1"),
        table(
            [
                ["Phase", "Weeks", "Owner"],
                ["Pilot with the Chengdu office", "1–3", "Lin Yue"],
                ["All offices, Chinese and English", "4–8", "Ben Carter"],
                ["Review and decision", "9", "Shen Mo"],
            ]
        ),
        paragraph("Budget", "Heading1"),
        paragraph(
            "No licence fees. One virtual machine with two processors and eight gigabytes "
            "of memory serves the pilot; the expected cost is below forty euros a month."
        ),
        docx.picture(12, 4.9),
        paragraph("Risks", "Heading1"),
        item("Old templates with macros stay read-only.", 1),
        item("Printing has to be checked against the house style.", 1),
    ]
    return docx.docx(
        "".join(body), language="en", title="Shared Writing Pilot", head="Tongwen Ltd", foot="Page "
    )


def minutes() -> bytes:
    """Return Chinese minutes of a meeting."""
    body = [
        paragraph("项目周会纪要", "Title"),
        paragraph("时间：2026 年 11 月 16 日　地点：三楼会议室　记录：林悦"),
        paragraph("议题", "Heading2"),
        item("试点进展与问题", 1),
        item("下周安排", 1),
        paragraph("决议", "Heading2"),
        table(
            [
                ["事项", "负责人", "期限"],
                ["整理模板清单", "林悦", "11 月 20 日"],
                ["核对打印版式", "陈晨", "11 月 23 日"],
                ["Draft the English summary", "Ben Carter", "11 月 24 日"],
            ]
        ),
        paragraph("以上事项由项目组跟进，下次会议通报结果。"),
    ]
    return docx.docx("".join(body), language="zh-CN", title="项目周会纪要")


def letter() -> bytes:
    """Return a short English letter."""
    body = [
        paragraph("Welcome to the team", "Heading1"),
        paragraph("Dear colleague,"),
        paragraph("This folder holds everything you need for the first week."),
        item("Read the handbook."),
        item("Meet your mentor."),
        paragraph("With kind regards, the people team"),
    ]
    return docx.docx("".join(body), language="en", title="Welcome")


def pdf(text: str) -> bytes:
    """Return a PDF of one page that says `text`."""
    stream = f"BT /F1 24 Tf 72 740 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    written = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj%s endobj\n" % (number, content)
    start = len(written)
    written += b"xref\n0 6\n0000000000 65535 f \n"
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(written)


def files() -> dict[str, bytes]:
    """Return path below the folder → bytes."""
    return {
        "年度报告.docx": annual_report(),
        "Shared writing pilot.docx": proposal(),
        "会议/项目周会纪要.docx": minutes(),
        "会议/Welcome.docx": letter(),
        "会议/预算.xlsx": blank("sheet", "zh-CN"),
        "会议/Kick-off.pptx": blank("slides", "en"),
        "图表.png": docx.chart(),
        "说明.txt": "这是说明。\nPlain text, second line.\n".encode(),
        "Invoice.pdf": pdf("Invoice 2026-118"),
    }


def write(folder: Path) -> None:
    """Write all files below the folder."""
    for name, data in files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
