/** Help for text, logic, look-up, dates and information: name|arguments|English|Chinese, a line each. */

export const text = `
ARRAYTOTEXT|array,[format]|All values of an array as one text|把数组写成文本
ASC|text|Full-width letters and digits as half-width ones|全角字符变成半角
BAHTTEXT|number|A number in Thai words, with baht|把数写成泰文泰铢读法
CHAR|number|The character of a code|代码对应的字符
CLEAN|text|Text without characters that cannot be printed|去掉不能打印的字符
CODE|text|The code of the first character|首字符的代码
CONCAT|text1,[text2…]|Joins texts and areas of texts|连接文本和区域
CONCATENATE|text1,[text2…]|Joins texts|连接文本
DBCS|text|Half-width letters and digits as full-width ones|半角字符变成全角
DOLLAR|number,[decimals]|A number as text with a dollar sign|带美元符号的文本
ENCODEURL|text|Text as it is written in a web address|把文本编码为网址可用的形式
EXACT|text1,text2|Whether two texts are equal, letter case too|比较两个文本，区分大小写
FILTERXML|xml,xpath|The texts that a path finds in XML|用路径从 XML 中取出文本
FIND|find_text,within_text,[start_num]|Where a text stands in another, by letter case|查找文本的位置，区分大小写
FINDB|find_text,within_text,[start_num]|Where a text stands in another, in bytes|按字节查找文本的位置，区分大小写
FIXED|number,[decimals],[no_commas]|A number as text with fixed decimals|固定小数位数的文本
JIS|text|Half-width letters and katakana as full-width ones|把半角字母和片假名变成全角
LEFT|text,[num_chars]|The first characters of a text|文本开头的字符
LEFTB|text,[num_bytes]|The first bytes of a text|文本开头的若干字节
LEN|text|How many characters a text has|文本的字符数
LENB|text|How many bytes a text has|文本的字节数
LOWER|text|Text in small letters|变成小写
MID|text,start_num,num_chars|Characters from the middle of a text|从指定位置取若干字符
MIDB|text,start_num,num_bytes|Bytes from the middle of a text|从指定位置取若干字节
NUMBERSTRING|number,type|A number in Chinese characters: 1 一百二十三, 2 壹佰贰拾叁, 3 一二三|把数写成中文：1 一百二十三，2 壹佰贰拾叁，3 一二三
NUMBERVALUE|text,[decimal_separator],[group_separator]|Text as a number with given separators|按指定分隔符把文本变成数
PHONETIC|reference|The reading of a text|文本的拼音（注音）字符
PROPER|text|Each word with a capital letter|每个单词首字母大写
REGEXEXTRACT|text,pattern,[return_mode],[case_sensitivity]|Parts of a text that match a pattern|提取与正则表达式匹配的部分
REGEXREPLACE|text,pattern,replacement,[occurrence],[case_sensitivity]|Replaces what matches a pattern|替换与正则表达式匹配的部分
REGEXTEST|text,pattern,[case_sensitivity]|Whether a text matches a pattern|文本是否与正则表达式匹配
REPLACE|old_text,start_num,num_chars,new_text|Replaces characters at a place|替换指定位置的字符
REPLACEB|old_text,start_num,num_bytes,new_text|Replaces bytes at a place|替换指定位置的字节
REPT|text,number_times|A text again and again|重复文本
RIGHT|text,[num_chars]|The last characters of a text|文本末尾的字符
RIGHTB|text,[num_bytes]|The last bytes of a text|文本末尾的若干字节
RMB|number,[decimals]|A number as text with a yuan sign|带人民币符号的文本
SEARCH|find_text,within_text,[start_num]|Where a text stands in another, with wildcards|查找文本的位置，可用通配符
SEARCHB|find_text,within_text,[start_num]|Where a text stands in another, in bytes, with wildcards|按字节查找文本的位置，可用通配符
SUBSTITUTE|text,old_text,new_text,[instance_num]|Replaces one text by another|用新文本替换旧文本
T|value|The value if it is text, else nothing|是文本则返回文本，否则为空
TEXT|value,format_text|A value under a number format|按数字格式显示的文本
TEXTAFTER|text,delimiter,[instance_num],[match_mode],[match_end],[if_not_found]|The text after a delimiter|分隔符之后的文本
TEXTBEFORE|text,delimiter,[instance_num],[match_mode],[match_end],[if_not_found]|The text before a delimiter|分隔符之前的文本
TEXTJOIN|delimiter,ignore_empty,text1,[text2…]|Joins texts with a delimiter between|用分隔符连接文本
TEXTSPLIT|text,col_delimiter,[row_delimiter],[ignore_empty],[match_mode],[pad_with]|Splits a text into columns and rows|把文本拆成多行多列
TRIM|text|Text without spaces but one between words|去掉多余的空格
UNICHAR|number|The character of a Unicode number|Unicode 编号对应的字符
UNICODE|text|The Unicode number of the first character|首字符的 Unicode 编号
UPPER|text|Text in capital letters|变成大写
VALUE|text|Text as a number|把文本变成数
VALUETOTEXT|value,[format]|A value as text|把值变成文本
WEBSERVICE|url|Data from an address; never fetched here, the file's value is shown|网址的数据；此处从不获取，显示文件中的值
WIDECHAR|text|Half-width letters and digits as full-width ones|半角字符变成全角
`;

export const logic = `
AND|logical1,[logical2…]|Whether all are true|全部为真时为真
BYCOL|array,lambda|A function called for each column|对每一列应用函数
BYROW|array,lambda|A function called for each row|对每一行应用函数
IF|logical_test,value_if_true,[value_if_false]|One value or another, by a condition|按条件取值
IFERROR|value,value_if_error|Another value in the place of an error|出错时改用另一个值
IFNA|value,value_if_na|Another value in the place of #N/A|为 #N/A 时改用另一个值
IFS|logical_test1,value_if_true1,[logical_test2,value_if_true2…]|The value of the first condition that holds|第一个成立的条件对应的值
ISOMITTED|argument|Whether an argument of a LAMBDA was left out|LAMBDA 的参数是否被省略
LAMBDA|[parameter…],calculation|A function of one's own|自定义函数
LET|name1,name_value1,calculation_or_name2,[name_value2,calculation…]|Names for values within a formula|在公式中为值命名
MAKEARRAY|rows,columns,lambda|An array computed cell by cell|逐个单元格计算出的数组
MAP|array1,[array2…],lambda|A function called for each value|对每个值应用函数
NOT|logical|The opposite of a truth value|逻辑值取反
OR|logical1,[logical2…]|Whether any is true|任一为真时为真
REDUCE|initial_value,array,lambda|All values brought together by a function|用函数把各值归并为一
SCAN|initial_value,array,lambda|Like REDUCE, with every step|同 REDUCE，保留每一步
SWITCH|expression,value1,result1,[value2,result2…]|The result of the value that an expression equals|按表达式的值选择结果
XOR|logical1,[logical2…]|Whether an odd number is true|为真的个数为奇数时为真
`;

export const lookup = `
ADDRESS|row_num,column_num,[abs_num],[a1],[sheet_text]|A cell's address as text|以文本表示的单元格地址
AREAS|reference|How many areas a reference has|引用中区域的个数
CHOOSE|index_num,value1,[value2…]|One of several values by number|按序号取值
CHOOSECOLS|array,col_num1,[col_num2…]|Some columns of an array|数组中的若干列
CHOOSEROWS|array,row_num1,[row_num2…]|Some rows of an array|数组中的若干行
COLUMN|[reference]|The number of a column|列号
COLUMNS|array|How many columns there are|列数
CUBEKPIMEMBER|connection,kpi_name,kpi_property,[caption]|A key performance indicator of a data model; not asked here, the file's value is shown|多维数据集的关键绩效指标；此处不查询，显示文件中的值
CUBEMEMBER|connection,member_expression,[caption]|A member of a data model; not asked here, the file's value is shown|多维数据集的成员；此处不查询，显示文件中的值
CUBEMEMBERPROPERTY|connection,member_expression,property|A property of a member of a data model; not asked here, the file's value is shown|多维数据集成员的属性；此处不查询，显示文件中的值
CUBERANKEDMEMBER|connection,set_expression,rank,[caption]|The n-th member of a set of a data model; not asked here, the file's value is shown|多维数据集集合的第 n 个成员；此处不查询，显示文件中的值
CUBESET|connection,set_expression,[caption],[sort_order],[sort_by]|A set of a data model; not asked here, the file's value is shown|多维数据集的集合；此处不查询，显示文件中的值
CUBESETCOUNT|set|How many members a set of a data model has; not asked here, the file's value is shown|多维数据集集合的成员数；此处不查询，显示文件中的值
CUBEVALUE|connection,[member_expression1…]|A value of a data model; not asked here, the file's value is shown|多维数据集的值；此处不查询，显示文件中的值
DROP|array,[rows],[columns]|An array without its first or last lines|去掉开头或末尾的行列
EXPAND|array,[rows],[columns],[pad_with]|An array made larger|扩大数组
FILTER|array,include,[if_empty]|The rows that meet a condition|筛选满足条件的行
FORMULATEXT|reference|The formula of a cell as text|单元格的公式文本
GETPIVOTDATA|data_field,pivot_table,[field1,item1…]|A value that a pivot table shows|数据透视表中显示的值
GROUPBY|row_fields,values,function,[field_headers],[total_depth],[sort_order],[filter_array],[field_relationship]|Groups rows by fields and summarises the values of each group|按字段分组并汇总各组的值
HLOOKUP|lookup_value,table_array,row_index_num,[range_lookup]|Looks in the first row and returns a value below|在首行查找并返回下方的值
HSTACK|array1,[array2…]|Arrays side by side|并排拼接数组
HYPERLINK|link_location,[friendly_name]|A link|超链接
INDEX|array,row_num,[column_num],[area_num]|The value at a place of an area|区域中指定位置的值
INDIRECT|ref_text,[a1]|The reference that a text names|文本所指的引用
LOOKUP|lookup_value,lookup_vector,[result_vector]|Looks in sorted values and returns another|在有序数据中查找
MATCH|lookup_value,lookup_array,[match_type]|The place of a value in a row or column|值在行或列中的位置
OFFSET|reference,rows,cols,[height],[width]|A reference moved by rows and columns|按行列偏移的引用
PIVOTBY|row_fields,col_fields,values,function,[field_headers],[row_total_depth],[row_sort_order],[col_total_depth],[col_sort_order],[filter_array],[relative_to]|Groups by fields along rows and columns and summarises the values|按行字段和列字段分组并汇总值
ROW|[reference]|The number of a row|行号
ROWS|array|How many rows there are|行数
SINGLE|value|The one value of an area for this row or column|区域中对应本行或本列的值
SORT|array,[sort_index],[sort_order],[by_col]|An array in order|排序
SORTBY|array,by_array1,[sort_order1,by_array2…]|An array in the order of another|按另一数组排序
TAKE|array,[rows],[columns]|The first or last lines of an array|取开头或末尾的行列
TOCOL|array,[ignore],[scan_by_column]|An array as one column|变成一列
TOROW|array,[ignore],[scan_by_column]|An array as one row|变成一行
TRANSPOSE|array|Rows as columns|行列互换
TRIMRANGE|range,[trim_rows],[trim_cols]|An area without empty lines at its ends|去掉两端空行空列
UNIQUE|array,[by_col],[exactly_once]|Every value once|去除重复值
VLOOKUP|lookup_value,table_array,col_index_num,[range_lookup]|Looks in the first column and returns a value beside|在首列查找并返回同行的值
VSTACK|array1,[array2…]|Arrays one below the other|上下拼接数组
WRAPCOLS|vector,wrap_count,[pad_with]|A list in columns of a length|按列折成多列
WRAPROWS|vector,wrap_count,[pad_with]|A list in rows of a length|按行折成多行
XLOOKUP|lookup_value,lookup_array,return_array,[if_not_found],[match_mode],[search_mode]|Looks for a value and returns what stands at its place elsewhere|查找值并返回另一区域中对应的值
XMATCH|lookup_value,lookup_array,[match_mode],[search_mode]|The place of a value, searched in several ways|值的位置，可选匹配与搜索方式
`;

export const date = `
DATE|year,month,day|The date of a year, month and day|由年、月、日组成日期
DATEDIF|start_date,end_date,unit|Years, months or days between two dates|两日期之间的年、月或日数
DATESTRING|serial_number|A date as 2026年11月23日|写成“2026年11月23日”的日期
DATEVALUE|date_text|A date in text as a number|把文本日期变成数
DAY|serial_number|The day of the month|日
DAYS|end_date,start_date|Days between two dates|两日期之间的天数
DAYS360|start_date,end_date,[method]|Days between two dates in a year of 360|按一年 360 天计的天数
EDATE|start_date,months|The date some months later|若干个月之后的日期
EOMONTH|start_date,months|The last day of a month some months later|若干个月之后的月末
HOUR|serial_number|The hour of a time|小时
ISOWEEKNUM|date|The week of the year by ISO 8601|ISO 周数
MINUTE|serial_number|The minute of a time|分钟
MONTH|serial_number|The month of a date|月
NETWORKDAYS|start_date,end_date,[holidays]|Working days between two dates|两日期之间的工作日数
NETWORKDAYS.INTL|start_date,end_date,[weekend],[holidays]|Working days with weekends of one's own|工作日数，可指定周末
NOW||The date and time now|当前日期和时间
SECOND|serial_number|The second of a time|秒
TIME|hour,minute,second|The time of an hour, minute and second|由时、分、秒组成时间
TIMEVALUE|time_text|A time in text as a number|把文本时间变成数
TODAY||The date today|今天的日期
WEEKDAY|serial_number,[return_type]|The day of the week as a number|星期几
WEEKNUM|serial_number,[return_type]|The week of the year|一年中的第几周
WORKDAY|start_date,days,[holidays]|The date some working days later|若干个工作日之后的日期
WORKDAY.INTL|start_date,days,[weekend],[holidays]|The date some working days later, with weekends of one's own|若干个工作日之后的日期，可指定周末
YEAR|serial_number|The year of a date|年
YEARFRAC|start_date,end_date,[basis]|The share of a year between two dates|两日期之间占全年的比例
`;

export const information = `
CELL|info_type,[reference]|Something about a cell: address, row, type …|单元格的信息：地址、行、类型等
ERROR.TYPE|error_val|The number of an error|错误类型的编号
INFO|type_text|Something about the program|程序的信息
ISBLANK|value|Whether a cell is empty|是否为空
ISERR|value|Whether it is an error other than #N/A|是否为 #N/A 以外的错误
ISERROR|value|Whether it is an error|是否为错误
ISEVEN|number|Whether a number is even|是否为偶数
ISFORMULA|reference|Whether a cell has a formula|是否含有公式
ISLOGICAL|value|Whether it is a truth value|是否为逻辑值
ISNA|value|Whether it is #N/A|是否为 #N/A
ISNONTEXT|value|Whether it is not text|是否不是文本
ISNUMBER|value|Whether it is a number|是否为数
ISODD|number|Whether a number is odd|是否为奇数
ISREF|value|Whether it is a reference|是否为引用
ISTEXT|value|Whether it is text|是否为文本
N|value|A value as a number|把值变成数
NA||The error #N/A|错误值 #N/A
SHEET|[value]|The number of a worksheet|工作表的序号
SHEETS|[reference]|How many worksheets there are|工作表的个数
TYPE|value|What kind of value it is, as a number|值的类型编号
`;
