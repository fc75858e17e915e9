/** Help for finance, engineering and databases: name|arguments|English|Chinese, a line each. */

export const finance = `
ACCRINT|issue,first_interest,settlement,rate,par,frequency,[basis],[calc_method]|Interest accrued by a bond that pays regularly|定期付息债券的应计利息
ACCRINTM|issue,settlement,rate,par,[basis]|Interest accrued by a bond that pays at maturity|到期付息债券的应计利息
AMORDEGRC|cost,date_purchased,first_period,salvage,period,rate,[basis]|French depreciation with a coefficient|法国制余额递减折旧
AMORLINC|cost,date_purchased,first_period,salvage,period,rate,[basis]|French straight depreciation|法国制直线折旧
COUPDAYBS|settlement,maturity,frequency,[basis]|Days from the last coupon to settlement|上次付息日到结算日的天数
COUPDAYS|settlement,maturity,frequency,[basis]|Days of the coupon period of settlement|结算日所在付息期的天数
COUPDAYSNC|settlement,maturity,frequency,[basis]|Days from settlement to the next coupon|结算日到下次付息日的天数
COUPNCD|settlement,maturity,frequency,[basis]|The next coupon date|下次付息日
COUPNUM|settlement,maturity,frequency,[basis]|How many coupons are left|剩余付息次数
COUPPCD|settlement,maturity,frequency,[basis]|The last coupon date before settlement|上次付息日
CUMIPMT|rate,nper,pv,start_period,end_period,type|Interest paid between two periods|两期之间累计支付的利息
CUMPRINC|rate,nper,pv,start_period,end_period,type|Principal paid between two periods|两期之间累计偿还的本金
DB|cost,salvage,life,period,[month]|Depreciation at a fixed declining rate|固定余额递减折旧
DDB|cost,salvage,life,period,[factor]|Depreciation at double the declining rate|双倍余额递减折旧
DISC|settlement,maturity,pr,redemption,[basis]|The discount rate of a security|证券的贴现率
DOLLARDE|fractional_dollar,fraction|A price in fractions as a decimal|分数价格变成小数
DOLLARFR|decimal_dollar,fraction|A price in decimals as fractions|小数价格变成分数
DURATION|settlement,maturity,coupon,yld,frequency,[basis]|The Macaulay duration of a bond|债券的麦考利久期
EFFECT|nominal_rate,npery|The yearly rate with interest on interest|实际年利率
FV|rate,nper,pmt,[pv],[type]|What regular payments grow to|投资的未来值
FVSCHEDULE|principal,schedule|What capital grows to at changing rates|按变动利率计算的未来值
INTRATE|settlement,maturity,investment,redemption,[basis]|The rate of a security held to maturity|一次性付息证券的利率
IPMT|rate,per,nper,pv,[fv],[type]|The interest in one payment|某期付款中的利息
IRR|values,[guess]|The rate at which a series of payments is worth nothing|内部收益率
ISPMT|rate,per,nper,pv|Interest of a period with equal principal payments|等额本金某期的利息
MDURATION|settlement,maturity,coupon,yld,frequency,[basis]|The modified duration of a bond|债券的修正久期
MIRR|values,finance_rate,reinvest_rate|The rate of return with costs of finance|修正内部收益率
NOMINAL|effect_rate,npery|The nominal yearly rate|名义年利率
NPER|rate,pmt,pv,[fv],[type]|How many payments it takes|付款的期数
NPV|rate,value1,[value2…]|What payments to come are worth now|净现值
ODDFPRICE|settlement,maturity,issue,first_coupon,rate,yld,redemption,frequency,[basis]|The price of a bond with an odd first period|首期不规则债券的价格
ODDFYIELD|settlement,maturity,issue,first_coupon,rate,pr,redemption,frequency,[basis]|The yield of a bond with an odd first period|首期不规则债券的收益率
ODDLPRICE|settlement,maturity,last_interest,rate,yld,redemption,frequency,[basis]|The price of a bond with an odd last period|末期不规则债券的价格
ODDLYIELD|settlement,maturity,last_interest,rate,pr,redemption,frequency,[basis]|The yield of a bond with an odd last period|末期不规则债券的收益率
PDURATION|rate,pv,fv|How many periods it takes to reach a value|达到目标值所需的期数
PMT|rate,nper,pv,[fv],[type]|The regular payment of a loan|贷款的每期付款额
PPMT|rate,per,nper,pv,[fv],[type]|The principal in one payment|某期付款中的本金
PRICE|settlement,maturity,rate,yld,redemption,frequency,[basis]|The price of a bond that pays regularly|定期付息债券的价格
PRICEDISC|settlement,maturity,discount,redemption,[basis]|The price of a discounted security|贴现证券的价格
PRICEMAT|settlement,maturity,issue,rate,yld,[basis]|The price of a bond that pays at maturity|到期付息债券的价格
PV|rate,nper,pmt,[fv],[type]|What regular payments are worth now|投资的现值
RATE|nper,pmt,pv,[fv],[type],[guess]|The rate of each period|每期的利率
RECEIVED|settlement,maturity,investment,discount,[basis]|What is received at maturity|到期收回的金额
RRI|nper,pv,fv|The rate at which a value grows to another|投资增长的等效利率
SLN|cost,salvage,life|Straight depreciation of a period|每期直线折旧
SYD|cost,salvage,life,per|Depreciation by the sum of years' digits|年数总和折旧
TBILLEQ|settlement,maturity,discount|The bond-equivalent yield of a Treasury bill|国库券的等效收益率
TBILLPRICE|settlement,maturity,discount|The price of a Treasury bill|国库券的价格
TBILLYIELD|settlement,maturity,pr|The yield of a Treasury bill|国库券的收益率
VDB|cost,salvage,life,start_period,end_period,[factor],[no_switch]|Declining depreciation over any span|任意期间的余额递减折旧
XIRR|values,dates,[guess]|The rate of payments on given dates|不定期现金流的内部收益率
XNPV|rate,values,dates|What payments on given dates are worth now|不定期现金流的净现值
YIELD|settlement,maturity,rate,pr,redemption,frequency,[basis]|The yield of a bond that pays regularly|定期付息债券的收益率
YIELDDISC|settlement,maturity,pr,redemption,[basis]|The yield of a discounted security|贴现证券的收益率
YIELDMAT|settlement,maturity,issue,rate,pr,[basis]|The yield of a bond that pays at maturity|到期付息债券的收益率
`;

export const engineering = `
BESSELI|x,n|The modified Bessel function In|修正贝塞尔函数 In
BESSELJ|x,n|The Bessel function Jn|贝塞尔函数 Jn
BESSELK|x,n|The modified Bessel function Kn|修正贝塞尔函数 Kn
BESSELY|x,n|The Bessel function Yn|贝塞尔函数 Yn
BIN2DEC|number|Binary as decimal|二进制变成十进制
BIN2HEX|number,[places]|Binary as hexadecimal|二进制变成十六进制
BIN2OCT|number,[places]|Binary as octal|二进制变成八进制
BITAND|number1,number2|The bits that both numbers have|按位与
BITLSHIFT|number,shift_amount|Bits moved to the left|按位左移
BITOR|number1,number2|The bits that either number has|按位或
BITRSHIFT|number,shift_amount|Bits moved to the right|按位右移
BITXOR|number1,number2|The bits that only one number has|按位异或
COMPLEX|real_num,i_num,[suffix]|A complex number of two parts|由实部和虚部组成复数
CONVERT|number,from_unit,to_unit|A measure in another unit|换算单位
DEC2BIN|number,[places]|Decimal as binary|十进制变成二进制
DEC2HEX|number,[places]|Decimal as hexadecimal|十进制变成十六进制
DEC2OCT|number,[places]|Decimal as octal|十进制变成八进制
DELTA|number1,[number2]|1 when two numbers are equal, else 0|两数相等为 1，否则为 0
ERF|lower_limit,[upper_limit]|The error function|误差函数
ERF.PRECISE|x|The error function|误差函数
ERFC|x|The complement of the error function|余误差函数
ERFC.PRECISE|x|The complement of the error function|余误差函数
GESTEP|number,[step]|1 when a number reaches a step, else 0|数不小于阈值为 1，否则为 0
HEX2BIN|number,[places]|Hexadecimal as binary|十六进制变成二进制
HEX2DEC|number|Hexadecimal as decimal|十六进制变成十进制
HEX2OCT|number,[places]|Hexadecimal as octal|十六进制变成八进制
IMABS|inumber|The size of a complex number|复数的模
IMAGINARY|inumber|The imaginary part|复数的虚部
IMARGUMENT|inumber|The angle of a complex number|复数的辐角
IMCONJUGATE|inumber|The conjugate of a complex number|共轭复数
IMCOS|inumber|The cosine of a complex number|复数的余弦
IMCOSH|inumber|The hyperbolic cosine of a complex number|复数的双曲余弦
IMCOT|inumber|The cotangent of a complex number|复数的余切
IMCSC|inumber|The cosecant of a complex number|复数的余割
IMCSCH|inumber|The hyperbolic cosecant of a complex number|复数的双曲余割
IMDIV|inumber1,inumber2|One complex number divided by another|复数的商
IMEXP|inumber|e to a complex power|复数的指数
IMLN|inumber|The natural logarithm of a complex number|复数的自然对数
IMLOG10|inumber|The logarithm to base 10 of a complex number|复数以 10 为底的对数
IMLOG2|inumber|The logarithm to base 2 of a complex number|复数以 2 为底的对数
IMPOWER|inumber,number|A complex number to a power|复数的乘幂
IMPRODUCT|inumber1,[inumber2…]|Complex numbers multiplied|复数的积
IMREAL|inumber|The real part|复数的实部
IMSEC|inumber|The secant of a complex number|复数的正割
IMSECH|inumber|The hyperbolic secant of a complex number|复数的双曲正割
IMSIN|inumber|The sine of a complex number|复数的正弦
IMSINH|inumber|The hyperbolic sine of a complex number|复数的双曲正弦
IMSQRT|inumber|The square root of a complex number|复数的平方根
IMSUB|inumber1,inumber2|One complex number less another|复数的差
IMSUM|inumber1,[inumber2…]|Complex numbers added|复数的和
IMTAN|inumber|The tangent of a complex number|复数的正切
OCT2BIN|number,[places]|Octal as binary|八进制变成二进制
OCT2DEC|number|Octal as decimal|八进制变成十进制
OCT2HEX|number,[places]|Octal as hexadecimal|八进制变成十六进制
`;

export const database = `
DAVERAGE|database,field,criteria|The mean of the records that meet criteria|满足条件的记录的平均值
DCOUNT|database,field,criteria|How many numbers the records that meet criteria have|满足条件的记录中数字的个数
DCOUNTA|database,field,criteria|How many filled cells the records that meet criteria have|满足条件的记录中非空单元格的个数
DGET|database,field,criteria|The one record that meets criteria|满足条件的唯一记录
DMAX|database,field,criteria|The largest value of the records that meet criteria|满足条件的记录的最大值
DMIN|database,field,criteria|The smallest value of the records that meet criteria|满足条件的记录的最小值
DPRODUCT|database,field,criteria|The product over the records that meet criteria|满足条件的记录的乘积
DSTDEV|database,field,criteria|The standard deviation of a sample of records|满足条件的记录的样本标准差
DSTDEVP|database,field,criteria|The standard deviation of all records that meet criteria|满足条件的记录的总体标准差
DSUM|database,field,criteria|The sum over the records that meet criteria|满足条件的记录的和
DVAR|database,field,criteria|The variance of a sample of records|满足条件的记录的样本方差
DVARP|database,field,criteria|The variance of all records that meet criteria|满足条件的记录的总体方差
`;
