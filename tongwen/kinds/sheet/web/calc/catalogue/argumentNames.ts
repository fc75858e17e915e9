/** Names of arguments in Chinese; a digit at the end of the English name is added. */
const lines = `
a=a|abs_num=引用类型|a1=A1样式|actual_range=实际区域|aggregation=聚合方式|alpha=显著性或参数α|angle=角度|area_num=区域序号|argument=参数|array=数组|array_x=数组x|array_y=数组y
average_range=平均值区域|base=底数|basis=日计数基准|beta=参数β|bins_array=区间数组|bottom=下界|by_array=排序依据|by_col=按列|calc_method=计算方式|calculation=计算式|calculation_or_name=计算式或名称
case_sensitivity=区分大小写|coefficients=系数|col_delimiter=列分隔符|col_index_num=列序号|col_num=列号|cols=列数|column_num=列号|columns=列数|confidence=置信度|const=是否有常数|cost=原值|coupon=票面利率
criteria=条件|criteria_range=条件区域|cumulative=是否累积|data_array=数据数组|data_subset=部分数据|data_all=全部数据|data_completion=补全方式|data_field=数据字段|database=数据库区域|date=日期|date_purchased=购入日期|date_text=日期文本|dates=日期|day=日|days=天数
decimal_dollar=小数价格|decimal_separator=小数分隔符|decimals=小数位数|deg_freedom=自由度|delimiter=分隔符|denominator=分母|dimension=维数|discount=贴现率|divisor=除数|effect_rate=实际利率|end_date=结束日期
end_period=末期|error_val=错误值|exactly_once=只出现一次|expected_range=期望区域|expression=表达式|factor=余额递减速率|field=字段|finance_rate=融资利率|find_text=查找文本|first_coupon=首次付息日|first_interest=首次计息日
first_period=首期末|form=形式|format=格式|format_text=格式代码|fraction=分母|fractional_dollar=分数价格|frequency=年付息次数|friendly_name=显示文本|from_unit=原单位|function_num=函数编号|fv=终值|group_separator=千位分隔符|guess=估计值
height=高度|holidays=假日|hour=时|i_num=虚部|if_empty=为空时|if_not_found=未找到时|ignore=忽略|ignore_empty=忽略空值|include=包括条件|index_num=序号|info_type=信息类型|initial_value=初始值|instance_num=第几个|inumber=复数
investment=投资额|issue=发行日|item=项|k=k|known_xs=已知x值|known_ys=已知y值|lambda=函数或参数λ|last_interest=末次付息日|life=使用年限|link_location=链接位置|logical=逻辑值|logical_test=条件|lookup_array=查找区域
lookup_value=查找值|lookup_vector=查找向量|lower=下限|lower_limit=下限|m=步长|match_end=匹配末尾|match_mode=匹配模式|match_type=匹配类型|maturity=到期日|max=最大值|max_range=最大值区域|mean=平均值|method=方法
min=最小值|min_length=最小长度|min_range=最小值区域|minute=分|mode=方式|month=月|months=月数|multiple=倍数|n=n|name=名称|name_value=名称的值|new_text=新文本|new_xs=新x值|no_commas=无逗号|no_switch=不转直线法|nominal_rate=名义利率
nper=总期数|npery=每年期数|num_bytes=字节数|num_chars=字符数|num_digits=位数|number=数|number_chosen=选取数|number_f=失败次数|number_pop=总体数|number_s=成功次数|number_sample=样本数|number_times=次数|numerator=分子
occurrence=第几次|old_text=旧文本|options=选项|order=次序|pad_with=填充值|par=面值|parameter=参数|pattern=正则表达式|per=期次|percent=比例|period=期间|pivot_table=数据透视表|places=位数|pmt=每期付款|population_s=总体成功数
power=指数|pr=价格|principal=本金|prob_range=概率区域|probability=概率|pv=现值|quart=四分位|radix=进制|range=区域|range_lookup=近似匹配|rate=利率|real_num=实部|redemption=清偿价值|ref=引用|ref_text=引用文本|reference=引用
reinvest_rate=再投资利率|replacement=替换文本|result=结果|result_vector=结果向量|return_array=返回区域|return_mode=返回方式|return_type=返回类型|row_delimiter=行分隔符|row_index_num=行序号|row_num=行号|rows=行数|salvage=残值
sample_s=样本成功数|scan_by_column=按列扫描|schedule=利率表|search_mode=搜索模式|seasonality=季节长度|second=秒|serial_number=日期序列号|settlement=结算日|sheet_text=工作表名|shift_amount=移位数|sigma=总体标准差|significance=倍数或位数
size=样本量|sort_index=排序列|sort_order=排序次序|standard_dev=标准差|start=起始值|start_date=开始日期|start_num=开始位置|start_period=首期|statistic_type=统计量类型|stats=返回统计量|step=步长|suffix=虚数单位|sum_range=求和区域
table_array=表格区域|tails=尾数|target_date=目标日期|text=文本|time_text=时间文本|timeline=时间轴|to_unit=新单位|top=上界|trials=试验次数|trim_cols=裁剪列|trim_rows=裁剪行|type=类型|type_text=类型文本|unit=单位|upper=上限|upper_limit=上限
value=值|value_if_error=出错时的值|value_if_false=为假时的值|value_if_na=为#N/A时的值|value_if_true=为真时的值|values=值|vector=向量|weekend=周末|whole=取整数|width=宽度|within_text=被查文本|wrap_count=每行个数|x=x|x_range=x区域|y=y
year=年|yld=年收益率|z=z
row_fields=行字段|col_fields=列字段|function=函数|field_headers=字段标题|total_depth=汇总层数|filter_array=筛选数组|field_relationship=字段关系|row_total_depth=行汇总层数|row_sort_order=行排序|col_total_depth=列汇总层数|col_sort_order=列排序|relative_to=相对于|xml=XML文本|xpath=XPath路径|url=网址|connection=连接|member_expression=成员表达式|caption=标题|kpi_name=KPI名称|kpi_property=KPI属性|property=属性|set_expression=集合表达式|rank=名次|sort_by=排序依据|set=集合
`;

const names = new Map(
  lines
    .split(/[|\n]/)
    .filter((pair) => pair.includes("="))
    .map((pair) => pair.split("=") as [string, string]),
);

/** The Chinese name of an argument; undefined when nobody gave one. */
export function chineseName(english: string): string | undefined {
  const exact = names.get(english);
  if (exact !== undefined) return exact;
  const [, stem = english, digits = ""] = /^(.*?)(\d*)$/.exec(english) ?? [];
  const name = names.get(stem);
  return name === undefined ? undefined : name + digits;
}
