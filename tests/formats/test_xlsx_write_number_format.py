"""Values under number formats, against what Excel shows."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tongwen.formats.xlsx.number_format import TOO_WIDE, display, shown

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '
SHOWN = [
    (1234.5, "#,##0.00", "1,234.50"),
    (-5, "0", "-5"),
    (-5, "0;(0)", "(5)"),
    (0, '0;(0);"-"', "-"),
    ("x", '0;0;0;"<"@">"', "<x>"),
    (0.5, "0%", "50%"),
    (0.126, "0.0%", "12.6%"),
    (1234567, "#,##0,", "1,235"),
    (1234567, '0.0,,"M"', "1.2M"),
    (1234.5678, "0.00E+00", "1.23E+03"),
    (12345, "##0.0E+0", "12.3E+3"),
    (0.00012, "0.00E+00", "1.20E-04"),
    (9.999, "0.0E+0", "1.0E+1"),
    (3.25, "# ?/?", "3 1/4"),
    (0.5, "# ?/?", " 1/2"),
    (3.141592, "# ??/??", "3 14/99"),
    (5.25, "# ?/8", "5 2/8"),
    (0, "# ?/?", "0    "),
    (0.25, "??/??", " 1/4 "),
    (1.5, "[h]:mm", "36:00"),
    (0.999999, "hh:mm:ss", "00:00:00"),
    (0.0000116, "[ss]", "01"),
    (60, "yyyy-mm-dd", "1900-02-29"),
    (0, "yyyy-m-d", "1900-1-0"),
    (1, "yyyy-mm-dd", "1900-01-01"),
    (61, "d-mmm-yy", "1-Mar-00"),
    (44197.75, "m/d/yy h:mm AM/PM", "1/1/21 6:00 PM"),
    (44197.5123456, "hh:mm:ss.000", "12:17:46.660"),
    (45000, "dddd, mmmm d, yyyy", "Wednesday, March 15, 2023"),
    (0.45, "mm:ss", "48:00"),
    (-1, "yyyy", TOO_WIDE),
    (3e6, "yyyy", TOO_WIDE),
    (5551234567, "(000) 000-0000", "(555) 123-4567"),
    (150, '[>=100]"big";[<0]"neg";0', "big"),
    (-3, '[>=100]"big";[<0]"neg" 0;0', "neg 3"),
    (50, '[>=100]"big";[<0]"neg";0', "50"),
    (1234.5, ACCOUNTING, " 1,234.50 "),
    (0, ACCOUNTING, " -   "),
    (2.005, "0.00", "2.01"),
    (-0.001, "0.00", "0.00"),
    (0, "#", ""),
    (0.5, ".00", ".50"),
    (12, "000", "012"),
    (1.5, "0.0_);[Red](0.0)", "1.5 "),
    (1, '"☑";;"☐"', "☑"),
    (0, '"☑";;"☐"', "☐"),
    (1e20, "General", "1E+20"),
    (0.1 + 0.2, "General", "0.3"),
    (1 / 3, "General", "0.333333333"),
    (123456789012, "General", "1.23457E+11"),
    (12345678901, "General", "12345678901"),
    (0.00001, "General", "0.00001"),
    (True, "0.00", "TRUE"),
    (None, "0.00", ""),
    ({"e": "#DIV/0!"}, "0.00", "#DIV/0!"),
    ({"r": [["a", None], ["b", {"bold": True}]]}, "@", "ab"),
]
CHINESE = [
    (12345.67, "[DBNum2][$-804]General", "壹万贰仟叁佰肆拾伍.陆柒"),
    (12345, "[DBNum1][$-804]General", "一万二千三百四十五"),
    (100000001, "[DBNum1][$-804]General", "一亿零一"),
    (10500, "[DBNum1][$-804]General", "一万零五百"),
    (105, "[DBNum1]", "一百零五"),
    (2026, "[DBNum1]0", "二零二六"),
    (12, "[DBNum3][$-804]General", "１２"),
    (45000, 'yyyy"年"m"月"d"日"', "2023年3月15日"),
    (45000, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二三年三月十五日"),
    (45000, "[$-804]aaaa", "星期三"),
    (45000, "[$-804]ddd", "周三"),
    (45000, "[$-804]mmmm", "三月"),
    (0.7, '上午/下午h"时"mm"分"', "下午4时48分"),
    (120, "G/通用格式", "120"),
    (1204.5, "[DBNum2][$RMB]General", "壹仟贰佰零肆元伍角整"),
    (1.05, "[DBNum2][$RMB]General", "壹元零伍分"),
    (-10, "[DBNum2][$RMB]General", "负壹拾元整"),
    (1234, "[$¥-804]#,##0", "¥1,234"),
]


@pytest.mark.parametrize(("value", "code", "text"), SHOWN + CHINESE)
def test_a_value_is_shown_as_in_excel(value: object, code: str, text: str) -> None:
    assert display(value, code) == text


def test_a_1904_workbook_counts_from_its_own_epoch() -> None:
    assert display(0, "yyyy-mm-dd", date1904=True) == "1904-01-01"


def test_a_section_may_have_a_colour() -> None:
    assert shown(-1, "0;[Red]-0").color == "Red"
    assert shown(1, "0;[Red]-0").color is None


@given(
    st.text('0#?.,%/E+-@;[]\\"_*hmsyda<>=$ DBNum18G年', max_size=24),
    st.floats() | st.text(max_size=3) | st.integers(),
)
@example("0/<0", 0.0)
@example("D", 2e303)
def test_any_code_shows_something(code: str, value: object) -> None:
    assert isinstance(display(value, code), str)
