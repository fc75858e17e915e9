/** The functions that the formula bar completes and explains, with their arguments in Chinese and English. */
import type { ArgumentHelp, FunctionHelp } from "./catalogue";

/**
 * One function a line: name, Chinese summary, English summary, arguments.
 *
 * Arguments are separated by commas, each `中文:English`; `?` behind one is optional, `*` may be repeated.
 */
const sources: Record<string, string> = {
  math: `
SUM|求和|Adds numbers|数值1:number1,数值2:number2?*
SUMIF|对满足条件的单元格求和|Adds the cells that meet a condition|区域:range,条件:criterion,求和区域:sum_range?
SUMIFS|对满足多个条件的单元格求和|Adds the cells that meet several conditions|求和区域:sum_range,区域1:range1,条件1:criterion1,区域与条件:range, criterion?*
SUMPRODUCT|对应元素相乘后求和|Multiplies arrays item by item and adds the products|数组1:array1,数组2:array2?*
SUBTOTAL|返回列表的分类汇总|A subtotal of a list, hidden rows left out as asked|功能代码:function_num,引用1:ref1,引用2:ref2?*
AGGREGATE|汇总，可忽略错误值和隐藏行|An aggregate that may leave out errors and hidden rows|功能代码:function_num,选项:options,数组:array,参数:k?
PRODUCT|求乘积|Multiplies numbers|数值1:number1,数值2:number2?*
QUOTIENT|返回商的整数部分|The whole part of a division|被除数:numerator,除数:denominator
MOD|返回余数|The remainder of a division|数值:number,除数:divisor
ABS|返回绝对值|The absolute value|数值:number
SIGN|返回数值的符号|1, 0 or -1 by the sign of a number|数值:number
INT|向下取整|Rounds down to a whole number|数值:number
TRUNC|截去小数部分|Cuts off decimals|数值:number,位数:digits?
ROUND|四舍五入|Rounds to a number of digits|数值:number,位数:digits
ROUNDUP|向上舍入（远离零）|Rounds away from zero|数值:number,位数:digits
ROUNDDOWN|向下舍入（朝向零）|Rounds towards zero|数值:number,位数:digits
MROUND|舍入到指定倍数|Rounds to a multiple|数值:number,倍数:multiple
CEILING|向上舍入到指定倍数|Rounds up to a multiple|数值:number,倍数:significance
CEILING.MATH|向上舍入到指定倍数|Rounds up to a multiple|数值:number,倍数:significance?,模式:mode?
FLOOR|向下舍入到指定倍数|Rounds down to a multiple|数值:number,倍数:significance
FLOOR.MATH|向下舍入到指定倍数|Rounds down to a multiple|数值:number,倍数:significance?,模式:mode?
EVEN|向上舍入到偶数|Rounds up to an even number|数值:number
ODD|向上舍入到奇数|Rounds up to an odd number|数值:number
POWER|乘幂|A number to a power|底数:number,指数:power
SQRT|平方根|The square root|数值:number
EXP|e 的乘幂|e to a power|数值:number
LN|自然对数|The natural logarithm|数值:number
LOG|对数|The logarithm to a base|数值:number,底数:base?
LOG10|以 10 为底的对数|The logarithm to base 10|数值:number
FACT|阶乘|The factorial|数值:number
COMBIN|组合数|The number of combinations|总数:number,选取数:number_chosen
PERMUT|排列数|The number of permutations|总数:number,选取数:number_chosen
GCD|最大公约数|The greatest common divisor|数值1:number1,数值2:number2?*
LCM|最小公倍数|The least common multiple|数值1:number1,数值2:number2?*
PI|圆周率|The number pi|
RAND|0 到 1 之间的随机数|A random number from 0 to 1|
RANDBETWEEN|两数之间的随机整数|A random whole number between two|最小值:bottom,最大值:top
SIN|正弦|The sine of an angle|弧度:radians
COS|余弦|The cosine of an angle|弧度:radians
TAN|正切|The tangent of an angle|弧度:radians
ASIN|反正弦|The arcsine|数值:number
ACOS|反余弦|The arccosine|数值:number
ATAN|反正切|The arctangent|数值:number
ATAN2|由坐标求反正切|The arctangent of coordinates|X:x,Y:y
RADIANS|角度转弧度|Degrees to radians|角度:degrees
DEGREES|弧度转角度|Radians to degrees|弧度:radians
ROMAN|转换为罗马数字|A number in Roman numerals|数值:number,形式:form?
MMULT|矩阵乘积|The product of two matrices|矩阵1:array1,矩阵2:array2
MDETERM|矩阵行列式|The determinant of a matrix|矩阵:array
MINVERSE|逆矩阵|The inverse of a matrix|矩阵:array`,
  statistics: `
AVERAGE|平均值|The mean of numbers|数值1:number1,数值2:number2?*
AVERAGEA|平均值，文本按 0 计|The mean, text counted as 0|值1:value1,值2:value2?*
AVERAGEIF|满足条件的平均值|The mean of cells that meet a condition|区域:range,条件:criterion,平均区域:average_range?
AVERAGEIFS|满足多个条件的平均值|The mean of cells that meet several conditions|平均区域:average_range,区域1:range1,条件1:criterion1,区域与条件:range, criterion?*
COUNT|数字的个数|Counts numbers|值1:value1,值2:value2?*
COUNTA|非空单元格的个数|Counts what is not empty|值1:value1,值2:value2?*
COUNTBLANK|空单元格的个数|Counts empty cells|区域:range
COUNTIF|满足条件的单元格个数|Counts cells that meet a condition|区域:range,条件:criterion
COUNTIFS|满足多个条件的单元格个数|Counts cells that meet several conditions|区域1:range1,条件1:criterion1,区域与条件:range, criterion?*
MAX|最大值|The greatest number|数值1:number1,数值2:number2?*
MIN|最小值|The least number|数值1:number1,数值2:number2?*
MAXIFS|满足条件的最大值|The greatest of cells that meet conditions|最大值区域:max_range,区域1:range1,条件1:criterion1,区域与条件:range, criterion?*
MINIFS|满足条件的最小值|The least of cells that meet conditions|最小值区域:min_range,区域1:range1,条件1:criterion1,区域与条件:range, criterion?*
LARGE|第 k 个最大值|The k-th greatest|数组:array,k:k
SMALL|第 k 个最小值|The k-th least|数组:array,k:k
RANK|排名|The rank of a number|数值:number,引用:ref,次序:order?
RANK.EQ|排名，相同者取最高|The rank of a number, the best for ties|数值:number,引用:ref,次序:order?
RANK.AVG|排名，相同者取平均|The rank of a number, the mean for ties|数值:number,引用:ref,次序:order?
MEDIAN|中位数|The median|数值1:number1,数值2:number2?*
MODE|众数|The most frequent number|数值1:number1,数值2:number2?*
PERCENTILE.INC|百分位数|A percentile|数组:array,k:k
QUARTILE.INC|四分位数|A quartile|数组:array,四分点:quart
STDEV.S|样本标准差|The standard deviation of a sample|数值1:number1,数值2:number2?*
STDEV.P|总体标准差|The standard deviation of a population|数值1:number1,数值2:number2?*
VAR.S|样本方差|The variance of a sample|数值1:number1,数值2:number2?*
VAR.P|总体方差|The variance of a population|数值1:number1,数值2:number2?*
CORREL|相关系数|The correlation of two sets|数组1:array1,数组2:array2
FORECAST.LINEAR|线性预测|A value on the line through points|X:x,已知Y:known_ys,已知X:known_xs
TREND|线性趋势值|Values on a linear trend|已知Y:known_ys,已知X:known_xs?,新X:new_xs?,常量:const?
SLOPE|回归直线的斜率|The slope of a regression line|已知Y:known_ys,已知X:known_xs
INTERCEPT|回归直线的截距|The intercept of a regression line|已知Y:known_ys,已知X:known_xs
FREQUENCY|频数分布|How often values fall into intervals|数据:data,分段点:bins
NORM.DIST|正态分布|The normal distribution|X:x,均值:mean,标准差:standard_dev,累积:cumulative`,
  logical: `
IF|按条件返回不同的值|One value or another by a condition|条件:condition,为真时:value_if_true,为假时:value_if_false?
IFS|返回第一个成立条件的值|The value of the first condition that is true|条件1:condition1,值1:value1,条件与值:condition, value?*
IFERROR|出错时返回指定值|Another value when there is an error|值:value,出错时:value_if_error
IFNA|为 #N/A 时返回指定值|Another value for #N/A|值:value,为#N/A时:value_if_na
AND|所有条件都成立|Whether all are true|条件1:logical1,条件2:logical2?*
OR|任一条件成立|Whether any is true|条件1:logical1,条件2:logical2?*
NOT|逻辑取反|The opposite of a truth value|条件:logical
XOR|奇数个条件成立|Whether an odd number is true|条件1:logical1,条件2:logical2?*
SWITCH|按值选择结果|The result that belongs to a value|表达式:expression,值1:value1,结果1:result1,值与结果或默认值:value, result or default?*
TRUE|逻辑值真|The value TRUE|
FALSE|逻辑值假|The value FALSE|
LET|为中间结果命名|Names for parts of a formula|名称1:name1,值1:value1,名称、值或计算:name, value or calculation*
LAMBDA|自定义函数|A function of one's own|参数或计算:parameter or calculation*
MAP|对数组逐项计算|A function applied to each item|数组:array,数组或函数:array or lambda*
REDUCE|逐项累积|An array brought down to one value|初值:initial_value,数组:array,函数:lambda
BYROW|逐行计算|A function applied to each row|数组:array,函数:lambda
BYCOL|逐列计算|A function applied to each column|数组:array,函数:lambda`,
  lookup: `
VLOOKUP|按首列查找并返回同行的值|Looks up in the first column and returns a value of that row|查找值:lookup_value,区域:table_array,列序号:col_index_num,近似匹配:range_lookup?
HLOOKUP|按首行查找并返回同列的值|Looks up in the first row and returns a value of that column|查找值:lookup_value,区域:table_array,行序号:row_index_num,近似匹配:range_lookup?
XLOOKUP|查找并返回对应的值|Looks a value up and returns what stands beside it|查找值:lookup_value,查找数组:lookup_array,返回数组:return_array,未找到时:if_not_found?,匹配模式:match_mode?,搜索模式:search_mode?
LOOKUP|在有序区域中查找|Looks up in a sorted range|查找值:lookup_value,查找区域:lookup_vector,结果区域:result_vector?
MATCH|返回值在区域中的位置|The place of a value in a range|查找值:lookup_value,查找区域:lookup_array,匹配类型:match_type?
XMATCH|返回值在数组中的位置|The place of a value in an array|查找值:lookup_value,查找数组:lookup_array,匹配模式:match_mode?,搜索模式:search_mode?
INDEX|返回指定行列的值|The value at a row and column|数组:array,行号:row_num,列号:column_num?
CHOOSE|按序号选择值|The value with a number|序号:index_num,值1:value1,值2:value2?*
OFFSET|返回偏移后的引用|A reference moved from another|引用:reference,行数:rows,列数:cols,高度:height?,宽度:width?
INDIRECT|由文本得到引用|The reference that a text names|引用文本:ref_text,A1样式:a1?
ADDRESS|由行列号得到地址文本|The address of a row and column as text|行号:row_num,列号:column_num,绝对类型:abs_num?,A1样式:a1?,工作表:sheet_text?
ROW|行号|The row of a reference|引用:reference?
ROWS|行数|How many rows|数组:array
COLUMN|列号|The column of a reference|引用:reference?
COLUMNS|列数|How many columns|数组:array
TRANSPOSE|转置|Rows as columns|数组:array
HYPERLINK|创建链接|A link|地址:link_location,显示文本:friendly_name?
GETPIVOTDATA|从数据透视表取值|A value of a pivot table|数据字段:data_field,数据透视表:pivot_table,字段与项:field, item?*
FORMULATEXT|公式的文本|A formula as text|引用:reference`,
  array: `
FILTER|按条件筛选数组|The rows that meet a condition|数组:array,条件:include,为空时:if_empty?
SORT|对数组排序|An array in order|数组:array,排序列:sort_index?,次序:sort_order?,按列:by_col?
SORTBY|按另一数组排序|An array in the order of another|数组:array,依据1:by_array1,次序1:sort_order1?,依据与次序:by_array, sort_order?*
UNIQUE|去除重复项|Each value once|数组:array,按列:by_col?,仅出现一次:exactly_once?
SEQUENCE|生成等差数列|A sequence of numbers|行数:rows,列数:columns?,初值:start?,步长:step?
RANDARRAY|随机数组|An array of random numbers|行数:rows?,列数:columns?,最小值:min?,最大值:max?,整数:whole_number?
TAKE|取开头或末尾的行列|The first or last rows and columns|数组:array,行数:rows,列数:columns?
DROP|去掉开头或末尾的行列|An array without its first or last rows and columns|数组:array,行数:rows,列数:columns?
CHOOSECOLS|选取指定列|Some columns of an array|数组:array,列号1:col_num1,列号2:col_num2?*
CHOOSEROWS|选取指定行|Some rows of an array|数组:array,行号1:row_num1,行号2:row_num2?*
VSTACK|上下拼接数组|Arrays one under the other|数组1:array1,数组2:array2?*
HSTACK|左右拼接数组|Arrays side by side|数组1:array1,数组2:array2?*
TOCOL|转换为一列|An array as one column|数组:array,忽略:ignore?,按列扫描:scan_by_column?
TOROW|转换为一行|An array as one row|数组:array,忽略:ignore?,按列扫描:scan_by_column?
WRAPROWS|按行折叠|One line of values as rows|向量:vector,每行个数:wrap_count,填充值:pad_with?`,
  text: `
CONCATENATE|连接文本|Joins texts|文本1:text1,文本2:text2?*
CONCAT|连接文本和区域|Joins texts and ranges|文本1:text1,文本2:text2?*
TEXTJOIN|用分隔符连接文本|Joins texts with something between them|分隔符:delimiter,忽略空值:ignore_empty,文本1:text1,文本2:text2?*
TEXTSPLIT|按分隔符拆分文本|Splits a text|文本:text,列分隔符:col_delimiter,行分隔符:row_delimiter?,忽略空值:ignore_empty?
TEXTBEFORE|分隔符之前的文本|The text before a separator|文本:text,分隔符:delimiter,第几个:instance_num?
TEXTAFTER|分隔符之后的文本|The text after a separator|文本:text,分隔符:delimiter,第几个:instance_num?
LEFT|开头的字符|The first characters|文本:text,个数:num_chars?
RIGHT|末尾的字符|The last characters|文本:text,个数:num_chars?
MID|中间的字符|Characters from the middle|文本:text,起始位置:start_num,个数:num_chars
LEN|字符数|How many characters|文本:text
LENB|字节数，汉字计 2|How many bytes, two for a Han character|文本:text
FIND|查找文本，区分大小写|Where a text is, by case|查找文本:find_text,文本:within_text,起始位置:start_num?
SEARCH|查找文本，不区分大小写|Where a text is, by any case|查找文本:find_text,文本:within_text,起始位置:start_num?
SUBSTITUTE|替换文本|Puts one text in the place of another|文本:text,旧文本:old_text,新文本:new_text,第几个:instance_num?
REPLACE|按位置替换文本|Replaces characters by their place|旧文本:old_text,起始位置:start_num,个数:num_chars,新文本:new_text
TRIM|去除多余空格|Takes away spaces that are not needed|文本:text
CLEAN|去除不可见字符|Takes away characters that cannot be seen|文本:text
UPPER|转换为大写|In capitals|文本:text
LOWER|转换为小写|In small letters|文本:text
PROPER|首字母大写|Each word with a capital|文本:text
TEXT|按格式转换为文本|A number as text in a format|值:value,格式代码:format_text
VALUE|文本转换为数字|A text as a number|文本:text
NUMBERVALUE|按分隔符把文本转换为数字|A text as a number, separators given|文本:text,小数点:decimal_separator?,千位分隔符:group_separator?
FIXED|按小数位数转换为文本|A number as text with decimals|数值:number,小数位数:decimals?,无千位分隔符:no_commas?
REPT|重复文本|Repeats a text|文本:text,次数:number_times
EXACT|两个文本是否完全相同|Whether two texts are the same|文本1:text1,文本2:text2
CHAR|代码对应的字符|The character of a code|代码:number
CODE|首字符的代码|The code of the first character|文本:text
UNICHAR|Unicode 字符|The character of a Unicode number|代码:number
UNICODE|首字符的 Unicode 代码|The Unicode number of the first character|文本:text
ASC|全角转换为半角|Full-width characters as half-width|文本:text
WIDECHAR|半角转换为全角|Half-width characters as full-width|文本:text
NUMBERSTRING|数字转换为中文数字|A number in Chinese characters|数值:number,类型:type
RMB|转换为人民币格式的文本|A number as text in yuan|数值:number,小数位数:decimals?
T|文本则返回文本|The value if it is text|值:value`,
  date: `
TODAY|今天的日期|Today|
NOW|当前日期和时间|Now|
DATE|由年月日得到日期|A date of year, month and day|年:year,月:month,日:day
TIME|由时分秒得到时间|A time of hour, minute and second|时:hour,分:minute,秒:second
YEAR|年份|The year of a date|日期:serial_number
MONTH|月份|The month of a date|日期:serial_number
DAY|日|The day of a date|日期:serial_number
HOUR|小时|The hour of a time|时间:serial_number
MINUTE|分钟|The minute of a time|时间:serial_number
SECOND|秒|The second of a time|时间:serial_number
WEEKDAY|星期几|The day of the week|日期:serial_number,类型:return_type?
WEEKNUM|一年中的第几周|The week of the year|日期:serial_number,类型:return_type?
ISOWEEKNUM|ISO 周数|The ISO week of the year|日期:date
DATEVALUE|文本转换为日期|A text as a date|日期文本:date_text
TIMEVALUE|文本转换为时间|A text as a time|时间文本:time_text
DATEDIF|两日期之间的年、月或天数|Years, months or days between dates|开始日期:start_date,结束日期:end_date,单位:unit
DATESTRING|日期转换为中文日期文本|A date as Chinese text|日期:serial_number
DAYS|两日期之间的天数|Days between dates|结束日期:end_date,开始日期:start_date
DAYS360|按每年 360 天计算的天数|Days between dates in years of 360 days|开始日期:start_date,结束日期:end_date,欧洲方法:method?
EDATE|若干月之后的日期|The date some months on|开始日期:start_date,月数:months
EOMONTH|若干月之后的月末|The end of the month some months on|开始日期:start_date,月数:months
NETWORKDAYS|两日期之间的工作日数|Working days between dates|开始日期:start_date,结束日期:end_date,假日:holidays?
NETWORKDAYS.INTL|工作日数，周末可指定|Working days between dates, weekends given|开始日期:start_date,结束日期:end_date,周末:weekend?,假日:holidays?
WORKDAY|若干工作日之后的日期|The date some working days on|开始日期:start_date,天数:days,假日:holidays?
YEARFRAC|两日期之间占一年的比例|The part of a year between dates|开始日期:start_date,结束日期:end_date,基准:basis?`,
  financial: `
PMT|每期付款额|The payment of a loan|利率:rate,期数:nper,现值:pv,终值:fv?,类型:type?
PPMT|某期付款的本金部分|The principal part of a payment|利率:rate,期次:per,期数:nper,现值:pv,终值:fv?,类型:type?
IPMT|某期付款的利息部分|The interest part of a payment|利率:rate,期次:per,期数:nper,现值:pv,终值:fv?,类型:type?
PV|现值|The present value|利率:rate,期数:nper,付款额:pmt,终值:fv?,类型:type?
FV|终值|The future value|利率:rate,期数:nper,付款额:pmt,现值:pv?,类型:type?
NPER|期数|The number of periods|利率:rate,付款额:pmt,现值:pv,终值:fv?,类型:type?
RATE|每期利率|The rate of a period|期数:nper,付款额:pmt,现值:pv,终值:fv?,类型:type?,估计值:guess?
NPV|净现值|The net present value|利率:rate,值1:value1,值2:value2?*
XNPV|按日期计算的净现值|The net present value by dates|利率:rate,现金流:values,日期:dates
IRR|内部收益率|The internal rate of return|现金流:values,估计值:guess?
XIRR|按日期计算的内部收益率|The internal rate of return by dates|现金流:values,日期:dates,估计值:guess?
SLN|直线法折旧|Depreciation in a straight line|原值:cost,残值:salvage,年限:life
DB|固定余额递减法折旧|Depreciation by fixed declining balance|原值:cost,残值:salvage,年限:life,期次:period,首年月数:month?
DDB|双倍余额递减法折旧|Depreciation by double declining balance|原值:cost,残值:salvage,年限:life,期次:period,倍率:factor?`,
  information: `
ISBLANK|是否为空|Whether a cell is empty|值:value
ISNUMBER|是否为数字|Whether it is a number|值:value
ISTEXT|是否为文本|Whether it is text|值:value
ISERROR|是否为错误值|Whether it is an error|值:value
ISERR|是否为 #N/A 以外的错误值|Whether it is an error other than #N/A|值:value
ISNA|是否为 #N/A|Whether it is #N/A|值:value
ISLOGICAL|是否为逻辑值|Whether it is TRUE or FALSE|值:value
ISFORMULA|是否含有公式|Whether a cell holds a formula|引用:reference
ISEVEN|是否为偶数|Whether it is even|数值:number
ISODD|是否为奇数|Whether it is odd|数值:number
NA|错误值 #N/A|The error #N/A|
N|转换为数字|A value as a number|值:value
TYPE|值的类型|The type of a value|值:value
CELL|单元格的信息|Something about a cell|信息类型:info_type,引用:reference?
SHEET|工作表序号|The number of a worksheet|值:value?
SHEETS|工作表数|How many worksheets|引用:reference?`,
  engineering: `
CONVERT|换算单位|A number in another unit|数值:number,原单位:from_unit,新单位:to_unit
BIN2DEC|二进制转换为十进制|Binary to decimal|数值:number
DEC2BIN|十进制转换为二进制|Decimal to binary|数值:number,位数:places?
DEC2HEX|十进制转换为十六进制|Decimal to hexadecimal|数值:number,位数:places?
HEX2DEC|十六进制转换为十进制|Hexadecimal to decimal|数值:number
BITAND|按位与|Bits that both have|数值1:number1,数值2:number2
BITOR|按位或|Bits that either has|数值1:number1,数值2:number2
DELTA|两数是否相等|Whether two numbers are equal|数值1:number1,数值2:number2?`,
  database: `
DSUM|对数据库中满足条件的记录求和|Adds a field of the records that meet conditions|数据库:database,字段:field,条件区域:criteria
DAVERAGE|满足条件的记录的平均值|The mean of a field of the records that meet conditions|数据库:database,字段:field,条件区域:criteria
DCOUNT|满足条件的记录数|Counts numbers of the records that meet conditions|数据库:database,字段:field,条件区域:criteria
DGET|取出满足条件的唯一记录|The one record that meets conditions|数据库:database,字段:field,条件区域:criteria`,
};

/** Arguments from their line; a comma in an English name is followed by a space. */
function argumentsOf(text: string): ArgumentHelp[] {
  if (text === "") return [];
  return text.split(/,(?! )/).map((source) => {
    const repeats = source.endsWith("*");
    const bare = repeats ? source.slice(0, -1) : source;
    const optional = bare.endsWith("?");
    const [zh = "", en = ""] = (optional ? bare.slice(0, -1) : bare).split(":");
    return { name: { zh, en }, ...(optional ? { optional } : {}), ...(repeats ? { repeats } : {}) };
  });
}

function helpsOf(category: string, text: string): FunctionHelp[] {
  return text
    .trim()
    .split("\n")
    .map((line) => {
      const [name = "", zh = "", en = "", rest = ""] = line.split("|");
      return { name, category, summary: { zh, en }, arguments: argumentsOf(rest) };
    });
}

/** Every function with help, in the order of the alphabet. */
export const functionHelps: readonly FunctionHelp[] = Object.entries(sources)
  .flatMap(([category, text]) => helpsOf(category, text))
  .sort((a, b) => (a.name < b.name ? -1 : 1));
