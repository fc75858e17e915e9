"""`tongwen demo`: an organisation with two members and files to try things on."""

from tongwen.catalog import blank
from tongwen.cli.assembly import Assembly
from tongwen.core.actor import Actor
from tongwen.core.roles import Role
from tongwen.drive.files import put_file
from tongwen.drive.grants import set_grant
from tongwen.drive.tree import create_folder
from tongwen.formats.texts import read_document

PASSWORD = "tongwen-demo"
LIN, MAYA = ("林溪", "lin@demo.example"), ("Maya Chen", "maya@demo.example")

REPORT = """# 2026 年第三季度工作报告

## 一、总体情况

本季度共签约客户 **三百一十二家**，续约率 94%。新一代办公平台已在三家分公司上线。

## 二、主要工作

1. 完成云盘与文字编辑的试点，累计上传文件 1,280 份；
2. 统一公文模板，旧模板停止使用；
3. 组织培训十二场，参加五百六十人次。

## 三、经营数据

| 区域 | 七月 | 八月 | 九月 |
| --- | --- | --- | --- |
| 华东 | 1,280 | 1,346 | 1,502 |
| 西南 | 864 | 902 | 1,015 |
| 西北 | 402 | 431 | 467 |

## 四、下一步

- 年底前完成全部部门的迁移；
- 建立服务商分级名录；
- 双语资料同步发布。
"""

PLAN = """# Pilot plan: writing together

## Why

Reports travel by e-mail today: eleven copies, two days to merge them. **One document** that
everybody edits at once replaces them all.

## Steps

1. Pick one report and its five authors.
2. Put it into a shared folder; give the director a *viewer* role.
3. Write. Meet once, on Thursday, to read it aloud.

## What we measure

| What | Today | Goal |
| --- | --- | --- |
| Copies in mailboxes | 11 | 1 |
| Days to merge | 2 | 0 |
| Lost edits a month | 4 | 0 |
"""

NOTES = """会议纪要（2026-09-28）

参加：林溪、Maya、运维组
1. 周五前把旧文件导入云盘。
2. 下周一培训，先看三分钟演示。
"""


BUDGET: list[list[object]] = [
    ["部门", "一季度", "二季度", "三季度", "合计"],
    ["华东", 1280, 1346, 1502, "=SUM(B2:D2)"],
    ["西南", 864, 902, 1015, "=SUM(B3:D3)"],
    ["华北", 1015, 990, 1120, "=SUM(B4:D4)"],
    ["总计", "=SUM(B2:B4)", "=SUM(C2:C4)", "=SUM(D2:D4)", "=SUM(E2:E4)"],
]


def budget() -> bytes:
    """Return a small workbook with formulas, computed."""
    from tongwen.formats.workbooks import read_workbook

    workbook = read_workbook(blank("sheet", "zh-CN"), ".xlsx")
    sheet = workbook.sheets[0]
    sheet.name = "预算"
    sheet["A1:E5"].values = BUDGET
    sheet["A1:E1"].set_style(bold=True, color="FFFFFF", fill="1E8E5A", align="center")
    sheet["A5:E5"].set_style(bold=True)
    sheet["B2:E5"].number_format = "#,##0"
    sheet.freeze(rows=1, columns=1)
    workbook.recalculate()
    return workbook.to_bytes()


async def seed(assembly: Assembly) -> bool:
    """Fill an empty server; return whether it was empty."""
    services = assembly.services
    people, drive, address = services.people, services.drive, "127.0.0.1"
    if await people.organisations.is_set_up():
        return False
    lin = await people.organisations.set_up(
        organisation="同文演示 Tongwen Demo",
        name=LIN[0],
        email=LIN[1],
        password=PASSWORD,
        address=address,
    )
    tenant = (await services.database.fetchrow("select id from tenants")) or {"id": ""}
    actor = Actor(
        tenant["id"], lin.id, (f"u:{lin.id}",), LIN[0], "admin", True, address, language="zh-CN"
    )
    maya = await people.members.add(
        actor, name=MAYA[0], email=MAYA[1], password=PASSWORD, administrator=False
    )
    shared = await create_folder(drive, actor, lin.root, "共享项目 Shared project")
    await create_folder(drive, actor, lin.root, "归档")
    await set_grant(drive, actor, shared, maya["id"], Role.EDITOR)
    files = {
        (shared, "第三季度工作报告.docx"): read_document(REPORT.encode(), ".md", "").to_bytes(),
        (shared, "Pilot plan.docx"): read_document(PLAN.encode(), ".md", "").to_bytes(),
        (lin.root, "会议纪要.txt"): NOTES.encode(),
        (shared, "预算.xlsx"): budget(),
        (lin.root, "介绍.pptx"): blank("slides", "zh-CN"),
    }
    for (folder, name), data in files.items():
        writer = await services.blobs.writer(actor.tenant)
        await writer.write(data)
        await put_file(drive, actor, folder, name, await writer.commit(), len(data))
    return True


def words() -> str:
    """What to tell the person who started it."""
    return f"  sign in as  {LIN[1]}  or  {MAYA[1]}, password  {PASSWORD}\n"
