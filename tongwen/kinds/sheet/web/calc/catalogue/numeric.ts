/** Help for mathematics, statistics and compatibility: name|arguments|English|Chinese, a line each. */

export const math = `
ABS|number|The size of a number without its sign|数的绝对值
ACOS|number|The angle whose cosine is a number, in radians|反余弦，单位为弧度
ACOSH|number|The inverse hyperbolic cosine|反双曲余弦
ACOT|number|The angle whose cotangent is a number|反余切，单位为弧度
ACOTH|number|The inverse hyperbolic cotangent|反双曲余切
AGGREGATE|function_num,options,array,[k…]|A summary that can leave out hidden rows and errors|汇总数据，可忽略隐藏行和错误值
ARABIC|text|A Roman numeral as a number|把罗马数字变成阿拉伯数字
ASIN|number|The angle whose sine is a number, in radians|反正弦，单位为弧度
ASINH|number|The inverse hyperbolic sine|反双曲正弦
ATAN|number|The angle whose tangent is a number, in radians|反正切，单位为弧度
ATAN2|x,y|The angle from the x axis to a point|从 x 轴到点 (x, y) 的角度，单位为弧度
ATANH|number|The inverse hyperbolic tangent|反双曲正切
BASE|number,radix,[min_length]|A number written in another base|把数写成另一种进制的文本
CEILING|number,significance|A number rounded up to a multiple|向上舍入到指定的倍数
CEILING.MATH|number,[significance],[mode]|A number rounded up to a multiple, with a choice for negative ones|向上舍入到倍数，可选择负数的方向
CEILING.PRECISE|number,[significance]|A number rounded up to a multiple, whatever the signs|向上舍入到倍数，不论正负号
COMBIN|number,number_chosen|In how many ways some things can be chosen|从若干项中选取的组合数
COMBINA|number,number_chosen|In how many ways some things can be chosen with repetition|允许重复时的组合数
COS|number|The cosine of an angle in radians|角的余弦
COSH|number|The hyperbolic cosine|双曲余弦
COT|number|The cotangent of an angle|角的余切
COTH|number|The hyperbolic cotangent|双曲余切
CSC|number|The cosecant of an angle|角的余割
CSCH|number|The hyperbolic cosecant|双曲余割
DECIMAL|text,radix|Text in another base as a number|把其他进制的文本变成十进制数
DEGREES|angle|Radians as degrees|把弧度变成角度
EVEN|number|A number rounded away from zero to an even one|远离零舍入到偶数
EXP|number|e to a power|e 的乘幂
FACT|number|The factorial of a number|阶乘
FACTDOUBLE|number|The double factorial of a number|双阶乘
FLOOR|number,significance|A number rounded down to a multiple|向下舍入到指定的倍数
FLOOR.MATH|number,[significance],[mode]|A number rounded down to a multiple, with a choice for negative ones|向下舍入到倍数，可选择负数的方向
FLOOR.PRECISE|number,[significance]|A number rounded down to a multiple, whatever the signs|向下舍入到倍数，不论正负号
GCD|number1,[number2…]|The greatest common divisor|最大公约数
INT|number|A number rounded down to a whole one|向下取整
ISO.CEILING|number,[significance]|A number rounded up to a multiple, as ISO has it|按 ISO 规则向上舍入到倍数
LCM|number1,[number2…]|The least common multiple|最小公倍数
LN|number|The natural logarithm|自然对数
LOG|number,[base]|The logarithm to a base, 10 unless given|以指定数为底的对数，默认为 10
LOG10|number|The logarithm to base 10|以 10 为底的对数
MDETERM|array|The determinant of a square array|方阵的行列式
MINVERSE|array|The inverse of a square array|方阵的逆矩阵
MMULT|array1,array2|The matrix product of two arrays|两个矩阵的乘积
MOD|number,divisor|What is left after a division, with the sign of the divisor|余数，符号与除数相同
MROUND|number,multiple|A number rounded to the nearest multiple|舍入到最近的倍数
MULTINOMIAL|number1,[number2…]|The multinomial of numbers|多项式系数
MUNIT|dimension|The identity matrix of a size|指定大小的单位矩阵
ODD|number|A number rounded away from zero to an odd one|远离零舍入到奇数
PERCENTOF|data_subset,data_all|A part of data as a share of all|部分数据占全部的比例
PI||The number π|圆周率 π
POWER|number,power|A number raised to a power|数的乘幂
PRODUCT|number1,[number2…]|All numbers multiplied|所有数的乘积
QUOTIENT|numerator,denominator|The whole part of a division|除法的整数部分
RADIANS|angle|Degrees as radians|把角度变成弧度
RAND||A random number from 0 up to 1|大于等于 0、小于 1 的随机数
RANDARRAY|[rows],[columns],[min],[max],[whole]|An array of random numbers|由随机数组成的数组
RANDBETWEEN|bottom,top|A random whole number between two|两数之间的随机整数
ROMAN|number,[form]|A number as a Roman numeral|把数写成罗马数字
ROUND|number,num_digits|A number rounded to some decimal places|按指定位数四舍五入
ROUNDDOWN|number,num_digits|A number rounded towards zero|向零舍入
ROUNDUP|number,num_digits|A number rounded away from zero|远离零舍入
SEC|number|The secant of an angle|角的正割
SECH|number|The hyperbolic secant|双曲正割
SEQUENCE|rows,[columns],[start],[step]|An array of numbers in equal steps|等差数列组成的数组
SERIESSUM|x,n,m,coefficients|The sum of a power series|幂级数的和
SIGN|number|1, 0 or -1 by the sign of a number|数的正负号：1、0 或 -1
SIN|number|The sine of an angle in radians|角的正弦
SINH|number|The hyperbolic sine|双曲正弦
SQRT|number|The square root|平方根
SQRTPI|number|The square root of a number times π|数与 π 之积的平方根
SUBTOTAL|function_num,ref1,[ref2…]|A summary that leaves out other subtotals and filtered rows|分类汇总，不计其他汇总
SUM|number1,[number2…]|Adds all numbers|求和
SUMIF|range,criteria,[sum_range]|Adds the cells that meet a condition|对满足条件的单元格求和
SUMIFS|sum_range,criteria_range1,criteria1,[criteria_range2,criteria2…]|Adds the cells that meet several conditions|对满足多个条件的单元格求和
SUMPRODUCT|array1,[array2…]|Multiplies arrays cell by cell and adds the products|对应单元格相乘后求和
SUMSQ|number1,[number2…]|Adds the squares of numbers|平方和
SUMX2MY2|array_x,array_y|Adds the differences of squares|两数组平方差之和
SUMX2PY2|array_x,array_y|Adds the sums of squares|两数组平方和之和
SUMXMY2|array_x,array_y|Adds the squares of differences|两数组之差的平方和
TAN|number|The tangent of an angle in radians|角的正切
TANH|number|The hyperbolic tangent|双曲正切
TRUNC|number,[num_digits]|A number cut off after some decimal places|截去指定位数之后的小数
`;

export const statistics = `
AVEDEV|number1,[number2…]|The mean distance from the mean|与平均值的平均偏差
AVERAGE|number1,[number2…]|The mean of numbers|平均值
AVERAGEA|value1,[value2…]|The mean of values, texts counting as zero|平均值，文本按零计
AVERAGEIF|range,criteria,[average_range]|The mean of the cells that meet a condition|满足条件的单元格的平均值
AVERAGEIFS|average_range,criteria_range1,criteria1,[criteria_range2,criteria2…]|The mean of the cells that meet several conditions|满足多个条件的单元格的平均值
BETA.DIST|x,alpha,beta,cumulative,[lower],[upper]|The beta distribution|Beta 分布
BETA.INV|probability,alpha,beta,[lower],[upper]|The inverse of the beta distribution|Beta 分布的反函数
BINOM.DIST|number_s,trials,probability,cumulative|The binomial distribution|二项分布
BINOM.DIST.RANGE|trials,probability,number_s,[number_s2]|How likely a number of successes in a range is|二项分布中成功次数落在区间内的概率
BINOM.INV|trials,probability,alpha|The least number of successes that reaches a probability|使累积二项分布达到临界值的最小次数
CHISQ.DIST|x,deg_freedom,cumulative|The chi-squared distribution|卡方分布
CHISQ.DIST.RT|x,deg_freedom|The right tail of the chi-squared distribution|卡方分布的右尾概率
CHISQ.INV|probability,deg_freedom|The inverse of the chi-squared distribution|卡方分布的反函数
CHISQ.INV.RT|probability,deg_freedom|The inverse of the right tail of chi-squared|卡方分布右尾概率的反函数
CHISQ.TEST|actual_range,expected_range|The chi-squared test for independence|卡方独立性检验
CONFIDENCE.NORM|alpha,standard_dev,size|Half the confidence interval of a mean, normal distribution|正态分布下平均值置信区间的一半
CONFIDENCE.T|alpha,standard_dev,size|Half the confidence interval of a mean, t distribution|t 分布下平均值置信区间的一半
CORREL|array1,array2|The correlation of two sets|两组数的相关系数
COUNT|value1,[value2…]|How many numbers there are|数字的个数
COUNTA|value1,[value2…]|How many cells are not empty|非空单元格的个数
COUNTBLANK|range|How many cells are empty|空单元格的个数
COUNTIF|range,criteria|How many cells meet a condition|满足条件的单元格个数
COUNTIFS|criteria_range1,criteria1,[criteria_range2,criteria2…]|How many cells meet several conditions|满足多个条件的单元格个数
COVARIANCE.P|array1,array2|The covariance of two populations|总体协方差
COVARIANCE.S|array1,array2|The covariance of two samples|样本协方差
DEVSQ|number1,[number2…]|The sum of squared distances from the mean|偏差平方和
EXPON.DIST|x,lambda,cumulative|The exponential distribution|指数分布
F.DIST|x,deg_freedom1,deg_freedom2,cumulative|The F distribution|F 分布
F.DIST.RT|x,deg_freedom1,deg_freedom2|The right tail of the F distribution|F 分布的右尾概率
F.INV|probability,deg_freedom1,deg_freedom2|The inverse of the F distribution|F 分布的反函数
F.INV.RT|probability,deg_freedom1,deg_freedom2|The inverse of the right tail of F|F 分布右尾概率的反函数
F.TEST|array1,array2|How likely two variances are equal|检验两组数的方差是否相等
FISHER|x|The Fisher transformation|Fisher 变换
FISHERINV|y|The inverse of the Fisher transformation|Fisher 变换的反函数
FORECAST|x,known_ys,known_xs|The value at x on the line through known points|沿回归直线预测的值
FORECAST.ETS|target_date,values,timeline,[seasonality],[data_completion],[aggregation]|A forecast by exponential smoothing|用指数平滑法预测的值
FORECAST.ETS.CONFINT|target_date,values,timeline,[confidence],[seasonality],[data_completion],[aggregation]|Half the confidence interval of a smoothed forecast|指数平滑预测的置信区间
FORECAST.ETS.SEASONALITY|values,timeline,[data_completion],[aggregation]|After how many steps a series repeats|时间序列的季节长度
FORECAST.ETS.STAT|values,timeline,statistic_type,[seasonality],[data_completion],[aggregation]|A figure of a smoothed forecast|指数平滑预测的统计量
FORECAST.LINEAR|x,known_ys,known_xs|The value at x on the line through known points|沿回归直线预测的值
FREQUENCY|data_array,bins_array|How many values fall into each bin|各区间内数值的个数
GAMMA|number|The gamma function|伽玛函数
GAMMA.DIST|x,alpha,beta,cumulative|The gamma distribution|伽玛分布
GAMMA.INV|probability,alpha,beta|The inverse of the gamma distribution|伽玛分布的反函数
GAMMALN|x|The natural logarithm of the gamma function|伽玛函数的自然对数
GAMMALN.PRECISE|x|The natural logarithm of the gamma function|伽玛函数的自然对数
GAUSS|z|How likely a normal value lies between the mean and z deviations|标准正态值落在均值与 z 之间的概率
GEOMEAN|number1,[number2…]|The geometric mean|几何平均值
GROWTH|known_ys,[known_xs],[new_xs],[const]|Values on the exponential curve through known points|指数趋势上的值
HARMEAN|number1,[number2…]|The harmonic mean|调和平均值
HYPGEOM.DIST|sample_s,number_sample,population_s,number_pop,cumulative|The hypergeometric distribution|超几何分布
INTERCEPT|known_ys,known_xs|Where the regression line meets the y axis|回归直线的截距
KURT|number1,[number2…]|The kurtosis of a set|峰度
LARGE|array,k|The k-th largest value|第 k 大的值
LINEST|known_ys,[known_xs],[const],[stats]|The line that fits points best, with its statistics|线性回归的系数与统计量
LOGEST|known_ys,[known_xs],[const],[stats]|The exponential curve that fits points best|指数回归的系数与统计量
LOGNORM.DIST|x,mean,standard_dev,cumulative|The log-normal distribution|对数正态分布
LOGNORM.INV|probability,mean,standard_dev|The inverse of the log-normal distribution|对数正态分布的反函数
MAX|number1,[number2…]|The largest number|最大值
MAXA|value1,[value2…]|The largest value, texts counting as zero|最大值，文本按零计
MAXIFS|max_range,criteria_range1,criteria1,[criteria_range2,criteria2…]|The largest of the cells that meet conditions|满足条件的单元格的最大值
MEDIAN|number1,[number2…]|The number in the middle|中位数
MIN|number1,[number2…]|The smallest number|最小值
MINA|value1,[value2…]|The smallest value, texts counting as zero|最小值，文本按零计
MINIFS|min_range,criteria_range1,criteria1,[criteria_range2,criteria2…]|The smallest of the cells that meet conditions|满足条件的单元格的最小值
MODE.MULT|number1,[number2…]|All numbers that occur most often|出现次数最多的所有数
MODE.SNGL|number1,[number2…]|The number that occurs most often|出现次数最多的数
NEGBINOM.DIST|number_f,number_s,probability,cumulative|The negative binomial distribution|负二项分布
NORM.DIST|x,mean,standard_dev,cumulative|The normal distribution|正态分布
NORM.INV|probability,mean,standard_dev|The inverse of the normal distribution|正态分布的反函数
NORM.S.DIST|z,cumulative|The standard normal distribution|标准正态分布
NORM.S.INV|probability|The inverse of the standard normal distribution|标准正态分布的反函数
PEARSON|array1,array2|Pearson's correlation of two sets|皮尔逊相关系数
PERCENTILE.EXC|array,k|The value at a share of the set, ends excluded|百分位数，不含 0 与 1
PERCENTILE.INC|array,k|The value at a share of the set, ends included|百分位数，含 0 与 1
PERCENTRANK.EXC|array,x,[significance]|The rank of a value as a share, ends excluded|百分比排位，不含 0 与 1
PERCENTRANK.INC|array,x,[significance]|The rank of a value as a share, ends included|百分比排位，含 0 与 1
PERMUT|number,number_chosen|In how many orders some things can be chosen|排列数
PERMUTATIONA|number,number_chosen|In how many orders some things can be chosen with repetition|允许重复时的排列数
PHI|x|The density of the standard normal distribution|标准正态分布的密度
POISSON.DIST|x,mean,cumulative|The Poisson distribution|泊松分布
PROB|x_range,prob_range,lower,[upper]|How likely values lie between two limits|值落在上下限之间的概率
QUARTILE.EXC|array,quart|A quartile of a set, ends excluded|四分位数，不含端点
QUARTILE.INC|array,quart|A quartile of a set, ends included|四分位数，含端点
RANK.AVG|number,ref,[order]|The rank of a number; equal ones share the mean rank|数的排位，相同者取平均排位
RANK.EQ|number,ref,[order]|The rank of a number; equal ones share the best rank|数的排位，相同者取最佳排位
RSQ|known_ys,known_xs|The square of the correlation|相关系数的平方
SKEW|number1,[number2…]|The skewness of a sample|样本偏度
SKEW.P|number1,[number2…]|The skewness of a population|总体偏度
SLOPE|known_ys,known_xs|The slope of the regression line|回归直线的斜率
SMALL|array,k|The k-th smallest value|第 k 小的值
STANDARDIZE|x,mean,standard_dev|How many deviations a value lies from the mean|标准化后的值
STDEV.P|number1,[number2…]|The standard deviation of a population|总体标准差
STDEV.S|number1,[number2…]|The standard deviation of a sample|样本标准差
STDEVA|value1,[value2…]|The standard deviation of a sample, texts counting as zero|样本标准差，文本按零计
STDEVPA|value1,[value2…]|The standard deviation of a population, texts counting as zero|总体标准差，文本按零计
STEYX|known_ys,known_xs|The standard error of the regression line|回归的标准误差
T.DIST|x,deg_freedom,cumulative|Student's t distribution|t 分布
T.DIST.2T|x,deg_freedom|Both tails of the t distribution|t 分布的双尾概率
T.DIST.RT|x,deg_freedom|The right tail of the t distribution|t 分布的右尾概率
T.INV|probability,deg_freedom|The inverse of the t distribution|t 分布的反函数
T.INV.2T|probability,deg_freedom|The inverse of both tails of t|t 分布双尾概率的反函数
T.TEST|array1,array2,tails,type|How likely two means are equal|t 检验
TREND|known_ys,[known_xs],[new_xs],[const]|Values on the line through known points|线性趋势上的值
TRIMMEAN|array,percent|The mean without a share of the outermost values|去掉两端部分数据后的平均值
VAR.P|number1,[number2…]|The variance of a population|总体方差
VAR.S|number1,[number2…]|The variance of a sample|样本方差
VARA|value1,[value2…]|The variance of a sample, texts counting as zero|样本方差，文本按零计
VARPA|value1,[value2…]|The variance of a population, texts counting as zero|总体方差，文本按零计
WEIBULL.DIST|x,alpha,beta,cumulative|The Weibull distribution|韦布尔分布
Z.TEST|array,x,[sigma]|How likely a sample's mean is greater than a value|z 检验
`;

export const compatibility = `
BETADIST|x,alpha,beta,[lower],[upper]|The beta distribution (now BETA.DIST)|Beta 分布（新名 BETA.DIST）
BETAINV|probability,alpha,beta,[lower],[upper]|The inverse of the beta distribution (now BETA.INV)|Beta 分布的反函数（新名 BETA.INV）
BINOMDIST|number_s,trials,probability,cumulative|The binomial distribution (now BINOM.DIST)|二项分布（新名 BINOM.DIST）
CHIDIST|x,deg_freedom|The right tail of chi-squared (now CHISQ.DIST.RT)|卡方分布右尾（新名 CHISQ.DIST.RT）
CHIINV|probability,deg_freedom|The inverse of the right tail of chi-squared (now CHISQ.INV.RT)|卡方右尾反函数（新名 CHISQ.INV.RT）
CHITEST|actual_range,expected_range|The chi-squared test (now CHISQ.TEST)|卡方检验（新名 CHISQ.TEST）
CONFIDENCE|alpha,standard_dev,size|Half a confidence interval (now CONFIDENCE.NORM)|置信区间（新名 CONFIDENCE.NORM）
COVAR|array1,array2|The covariance of two populations (now COVARIANCE.P)|协方差（新名 COVARIANCE.P）
CRITBINOM|trials,probability,alpha|The least number of successes (now BINOM.INV)|二项分布临界次数（新名 BINOM.INV）
EXPONDIST|x,lambda,cumulative|The exponential distribution (now EXPON.DIST)|指数分布（新名 EXPON.DIST）
FDIST|x,deg_freedom1,deg_freedom2|The right tail of F (now F.DIST.RT)|F 分布右尾（新名 F.DIST.RT）
FINV|probability,deg_freedom1,deg_freedom2|The inverse of the right tail of F (now F.INV.RT)|F 右尾反函数（新名 F.INV.RT）
FTEST|array1,array2|Whether two variances are equal (now F.TEST)|F 检验（新名 F.TEST）
GAMMADIST|x,alpha,beta,cumulative|The gamma distribution (now GAMMA.DIST)|伽玛分布（新名 GAMMA.DIST）
GAMMAINV|probability,alpha,beta|The inverse of the gamma distribution (now GAMMA.INV)|伽玛分布反函数（新名 GAMMA.INV）
HYPGEOMDIST|sample_s,number_sample,population_s,number_pop|The hypergeometric distribution (now HYPGEOM.DIST)|超几何分布（新名 HYPGEOM.DIST）
LOGINV|probability,mean,standard_dev|The inverse of the log-normal distribution (now LOGNORM.INV)|对数正态反函数（新名 LOGNORM.INV）
LOGNORMDIST|x,mean,standard_dev|The log-normal distribution (now LOGNORM.DIST)|对数正态分布（新名 LOGNORM.DIST）
MODE|number1,[number2…]|The most frequent number (now MODE.SNGL)|众数（新名 MODE.SNGL）
NEGBINOMDIST|number_f,number_s,probability|The negative binomial distribution (now NEGBINOM.DIST)|负二项分布（新名 NEGBINOM.DIST）
NORMDIST|x,mean,standard_dev,cumulative|The normal distribution (now NORM.DIST)|正态分布（新名 NORM.DIST）
NORMINV|probability,mean,standard_dev|The inverse of the normal distribution (now NORM.INV)|正态分布反函数（新名 NORM.INV）
NORMSDIST|z|The standard normal distribution (now NORM.S.DIST)|标准正态分布（新名 NORM.S.DIST）
NORMSINV|probability|The inverse of the standard normal distribution (now NORM.S.INV)|标准正态反函数（新名 NORM.S.INV）
PERCENTILE|array,k|The value at a share of the set (now PERCENTILE.INC)|百分位数（新名 PERCENTILE.INC）
PERCENTRANK|array,x,[significance]|The rank of a value as a share (now PERCENTRANK.INC)|百分比排位（新名 PERCENTRANK.INC）
POISSON|x,mean,cumulative|The Poisson distribution (now POISSON.DIST)|泊松分布（新名 POISSON.DIST）
QUARTILE|array,quart|A quartile of a set (now QUARTILE.INC)|四分位数（新名 QUARTILE.INC）
RANK|number,ref,[order]|The rank of a number (now RANK.EQ)|排位（新名 RANK.EQ）
STDEV|number1,[number2…]|The standard deviation of a sample (now STDEV.S)|样本标准差（新名 STDEV.S）
STDEVP|number1,[number2…]|The standard deviation of a population (now STDEV.P)|总体标准差（新名 STDEV.P）
TDIST|x,deg_freedom,tails|Student's t distribution (now T.DIST.2T, T.DIST.RT)|t 分布（新名 T.DIST.2T、T.DIST.RT）
TINV|probability,deg_freedom|The inverse of both tails of t (now T.INV.2T)|t 双尾反函数（新名 T.INV.2T）
TTEST|array1,array2,tails,type|Whether two means are equal (now T.TEST)|t 检验（新名 T.TEST）
VAR|number1,[number2…]|The variance of a sample (now VAR.S)|样本方差（新名 VAR.S）
VARP|number1,[number2…]|The variance of a population (now VAR.P)|总体方差（新名 VAR.P）
WEIBULL|x,alpha,beta,cumulative|The Weibull distribution (now WEIBULL.DIST)|韦布尔分布（新名 WEIBULL.DIST）
ZTEST|array,x,[sigma]|The z test (now Z.TEST)|z 检验（新名 Z.TEST）
`;
