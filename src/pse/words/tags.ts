/**
 * Table: the data objects of a payment: EMV 4.3 Book 3 annex A1, PBOC's own (emv.md 2.3) and UnionPay's terminal
 * parameters (emv.md 2.11, the rows DF01 to DF21). Lengths in bytes.
 */

import { type Text, words } from '../../base/text.js';
import type { Exposure } from './description.js';

export type TagSource = 'card' | 'terminal' | 'issuer';

/** As annex A1 writes it: n digits, cn digits filled with F, a letters, an, ans characters, b binary. */
export type TagFormat = 'n' | 'cn' | 'a' | 'an' | 'ans' | 'b' | 'template';

export interface TagRow {
  readonly tag: number;
  readonly name: Text;
  readonly source: TagSource;
  readonly format: TagFormat;
  /** Fewest and most bytes. */
  readonly min: number;
  readonly max: number;
  /** Templates in which the object stands, in hexadecimal; '' where it has none of its own. */
  readonly templates: string;
}

function rows(
  source: TagSource,
  ...list: readonly (readonly [number, string, string, TagFormat, number, number, string?])[]
): readonly TagRow[] {
  return Object.freeze(
    list.map(([tag, zh, en, format, min, max, templates = '']) =>
      Object.freeze({ tag, name: words(zh, en), source, format, min, max, templates }),
    ),
  );
}

const OF_THE_CARD = rows(
  'card',
  [0x42, '发卡机构标识号码', 'Issuer Identification Number (IIN)', 'n', 3, 3, 'BF0C 73'],
  [0x4f, '应用标识符 (ADF 名)', 'Application Identifier (ADF name)', 'b', 5, 16, '61'],
  [0x50, '应用标签', 'Application Label', 'ans', 1, 16, '61 A5'],
  [0x56, '磁道1数据', 'Track 1 Data', 'ans', 1, 76, '77'],
  [0x57, '磁道2等效数据', 'Track 2 Equivalent Data', 'b', 1, 19, '70 77'],
  [0x5a, '应用主账号', 'Application Primary Account Number (PAN)', 'cn', 1, 10, '70 77'],
  [0x5f20, '持卡人姓名', 'Cardholder Name', 'ans', 2, 26, '70 77'],
  [0x5f24, '应用失效日期', 'Application Expiration Date', 'n', 3, 3, '70 77'],
  [0x5f25, '应用生效日期', 'Application Effective Date', 'n', 3, 3, '70 77'],
  [0x5f28, '发卡行国家代码', 'Issuer Country Code', 'n', 2, 2, '70 77'],
  [0x5f2d, '首选语言', 'Language Preference', 'an', 2, 8, 'A5'],
  [0x5f30, '服务码', 'Service Code', 'n', 2, 2, '70 77'],
  [0x5f34, '应用主账号序列号', 'PAN Sequence Number', 'n', 1, 1, '70 77'],
  [0x5f50, '发卡行 URL', 'Issuer URL', 'ans', 1, 252, 'BF0C 73'],
  [0x5f53, '国际银行账号', 'International Bank Account Number (IBAN)', 'ans', 1, 34, 'BF0C 73'],
  [0x5f54, '银行识别代码', 'Bank Identifier Code (BIC)', 'ans', 8, 11, 'BF0C 73'],
  [0x5f55, '发卡行国家代码（两个字母）', 'Issuer Country Code (alpha2)', 'a', 2, 2, 'BF0C 73'],
  [0x5f56, '发卡行国家代码（三个字母）', 'Issuer Country Code (alpha3)', 'a', 3, 3, 'BF0C 73'],
  [0x61, '应用模板', 'Application Template', 'template', 0, 252, '70'],
  [0x6f, '文件控制信息模板', 'File Control Information (FCI) Template', 'template', 0, 252],
  [0x70, '记录模板', 'READ RECORD Response Message Template', 'template', 0, 252],
  [0x73, '目录自定义模板', 'Directory Discretionary Template', 'template', 0, 252, '61'],
  [0x77, '响应报文模板格式2', 'Response Message Template Format 2', 'template', 0, 253],
  [0x80, '响应报文模板格式1', 'Response Message Template Format 1', 'b', 0, 253],
  [0x82, '应用交互特征 (AIP)', 'Application Interchange Profile (AIP)', 'b', 2, 2, '77 80'],
  [0x84, '专用文件名称', 'Dedicated File (DF) Name', 'b', 5, 16, '6F'],
  [0x87, '应用优先指示符', 'Application Priority Indicator', 'b', 1, 1, '61 A5'],
  [0x88, '短文件标识符', 'Short File Identifier (SFI)', 'b', 1, 1, 'A5'],
  [0x8c, '卡片风险管理数据对象列表1 (CDOL1)', 'Card Risk Management DOL 1 (CDOL1)', 'b', 1, 252, '70 77'],
  [0x8d, '卡片风险管理数据对象列表2 (CDOL2)', 'Card Risk Management DOL 2 (CDOL2)', 'b', 1, 252, '70 77'],
  [0x8e, '持卡人验证方法列表', 'Cardholder Verification Method (CVM) List', 'b', 8, 252, '70 77'],
  [0x8f, 'CA 公钥索引', 'Certification Authority Public Key Index', 'b', 1, 1, '70 77'],
  [0x90, '发卡行公钥证书', 'Issuer Public Key Certificate', 'b', 1, 248, '70 77'],
  [0x92, '发卡行公钥余项', 'Issuer Public Key Remainder', 'b', 1, 248, '70 77'],
  [0x93, '签名的静态应用数据', 'Signed Static Application Data (SSAD)', 'b', 1, 248, '70 77'],
  [0x94, '应用文件定位器 (AFL)', 'Application File Locator (AFL)', 'b', 4, 252, '77 80'],
  [0x97, '交易证书数据对象列表 (TDOL)', 'Transaction Certificate DOL (TDOL)', 'b', 1, 252, '70 77'],
  [0x9d, '目录定义文件名称', 'Directory Definition File (DDF) Name', 'b', 5, 16, '61'],
  [0x9f05, '应用自定义数据', 'Application Discretionary Data', 'b', 1, 32, '70 77'],
  [0x9f07, '应用用途控制 (AUC)', 'Application Usage Control (AUC)', 'b', 2, 2, '70 77'],
  [0x9f08, '应用版本号（卡片）', 'Application Version Number (card)', 'b', 2, 2, '70 77'],
  [0x9f0b, '持卡人姓名扩展', 'Cardholder Name Extended', 'ans', 27, 45, '70 77'],
  [0x9f0c, '社会保障应用算法标识', 'Algorithm of the social security environment', 'b', 3, 3, 'A5'],
  [0x9f0d, '发卡行行为代码－缺省', 'Issuer Action Code - Default', 'b', 5, 5, '70 77'],
  [0x9f0e, '发卡行行为代码－拒绝', 'Issuer Action Code - Denial', 'b', 5, 5, '70 77'],
  [0x9f0f, '发卡行行为代码－联机', 'Issuer Action Code - Online', 'b', 5, 5, '70 77'],
  [0x9f10, '发卡行应用数据', 'Issuer Application Data (IAD)', 'b', 1, 32, '77 80'],
  [0x9f11, '发卡行代码表索引', 'Issuer Code Table Index', 'n', 1, 1, 'A5'],
  [0x9f12, '应用首选名称', 'Application Preferred Name', 'ans', 1, 16, '61 A5'],
  [0x9f13, '上次联机交易序号寄存器', 'Last Online ATC Register', 'b', 2, 2],
  [0x9f14, '连续脱机交易下限', 'Lower Consecutive Offline Limit', 'b', 1, 1, '70 77'],
  [0x9f17, 'PIN 尝试计数器', 'PIN Try Counter', 'b', 1, 1],
  [0x9f1f, '磁道1自定义数据', 'Track 1 Discretionary Data', 'ans', 0, 252, '70 77'],
  [0x9f20, '磁道2自定义数据', 'Track 2 Discretionary Data', 'cn', 0, 252, '70 77'],
  [0x9f23, '连续脱机交易上限', 'Upper Consecutive Offline Limit', 'b', 1, 1, '70 77'],
  [0x9f26, '应用密文', 'Application Cryptogram', 'b', 8, 8, '77 80'],
  [0x9f27, '密文信息数据 (CID)', 'Cryptogram Information Data (CID)', 'b', 1, 1, '77 80'],
  [0x9f2d, 'IC 卡 PIN 加密公钥证书', 'ICC PIN Encipherment Public Key Certificate', 'b', 1, 248, '70 77'],
  [0x9f2e, 'IC 卡 PIN 加密公钥指数', 'ICC PIN Encipherment Public Key Exponent', 'b', 1, 3, '70 77'],
  [0x9f2f, 'IC 卡 PIN 加密公钥余项', 'ICC PIN Encipherment Public Key Remainder', 'b', 1, 248, '70 77'],
  [0x9f32, '发卡行公钥指数', 'Issuer Public Key Exponent', 'b', 1, 3, '70 77'],
  [0x9f36, '应用交易计数器 (ATC)', 'Application Transaction Counter (ATC)', 'b', 2, 2, '77 80'],
  [0x9f38, '处理选项数据对象列表 (PDOL)', 'Processing Options DOL (PDOL)', 'b', 1, 252, 'A5'],
  [0x9f3b, '应用参考货币', 'Application Reference Currency', 'n', 2, 8, '70 77'],
  [0x9f42, '应用货币代码', 'Application Currency Code', 'n', 2, 2, '70 77'],
  [0x9f43, '应用参考货币指数', 'Application Reference Currency Exponent', 'n', 1, 4, '70 77'],
  [0x9f44, '应用货币指数', 'Application Currency Exponent', 'n', 1, 1, '70 77'],
  [0x9f45, '数据认证码', 'Data Authentication Code', 'b', 2, 2],
  [0x9f46, 'IC 卡公钥证书', 'ICC Public Key Certificate', 'b', 1, 248, '70 77'],
  [0x9f47, 'IC 卡公钥指数', 'ICC Public Key Exponent', 'b', 1, 3, '70 77'],
  [0x9f48, 'IC 卡公钥余项', 'ICC Public Key Remainder', 'b', 1, 248, '70 77'],
  [0x9f49, '动态数据认证数据对象列表 (DDOL)', 'Dynamic Data Authentication DOL (DDOL)', 'b', 1, 252, '70 77'],
  [0x9f4a, '静态数据认证标签列表', 'Static Data Authentication Tag List', 'b', 1, 252, '70 77'],
  [0x9f4b, '签名的动态应用数据', 'Signed Dynamic Application Data (SDAD)', 'b', 1, 248, '77 80'],
  [0x9f4c, 'IC 卡动态数', 'ICC Dynamic Number', 'b', 2, 8],
  [0x9f4d, '交易日志入口', 'Log Entry', 'b', 2, 2, 'BF0C 73'],
  [0x9f4f, '交易日志格式', 'Log Format', 'b', 1, 252],
  [0xa5, '文件控制信息专有模板', 'FCI Proprietary Template', 'template', 0, 252, '6F'],
  [0xbf0c, '发卡行自定义数据', 'FCI Issuer Discretionary Data', 'template', 0, 222, 'A5'],
);

const OF_THE_TERMINAL = rows(
  'terminal',
  [0x5f2a, '交易货币代码', 'Transaction Currency Code', 'n', 2, 2],
  [0x5f36, '交易货币指数', 'Transaction Currency Exponent', 'n', 1, 1],
  [0x5f57, '账户类型', 'Account Type', 'n', 1, 1],
  [0x81, '授权金额（二进制）', 'Amount, Authorised (Binary)', 'b', 4, 4],
  [0x83, '命令模板', 'Command Template', 'b', 0, 252],
  [0x95, '终端验证结果 (TVR)', 'Terminal Verification Results (TVR)', 'b', 5, 5],
  [0x98, '交易证书哈希值', 'Transaction Certificate (TC) Hash Value', 'b', 20, 20],
  [0x99, '交易个人识别码数据', 'Transaction PIN Data', 'b', 0, 252],
  [0x9a, '交易日期', 'Transaction Date', 'n', 3, 3],
  [0x9b, '交易状态信息 (TSI)', 'Transaction Status Information (TSI)', 'b', 2, 2],
  [0x9c, '交易类型', 'Transaction Type', 'n', 1, 1],
  [0x9f01, '收单行标识', 'Acquirer Identifier', 'n', 6, 6],
  [0x9f02, '授权金额', 'Amount, Authorised (Numeric)', 'n', 6, 6],
  [0x9f03, '其它金额', 'Amount, Other (Numeric)', 'n', 6, 6],
  [0x9f04, '其它金额（二进制）', 'Amount, Other (Binary)', 'b', 4, 4],
  [0x9f06, '应用标识符（终端）', 'Application Identifier (terminal)', 'b', 5, 16],
  [0x9f09, '应用版本号（终端）', 'Application Version Number (terminal)', 'b', 2, 2],
  [0x9f15, '商户分类码', 'Merchant Category Code', 'n', 2, 2],
  [0x9f16, '商户标识', 'Merchant Identifier', 'ans', 15, 15],
  [0x9f1a, '终端国家代码', 'Terminal Country Code', 'n', 2, 2],
  [0x9f1b, '终端最低限额', 'Terminal Floor Limit', 'b', 4, 4],
  [0x9f1c, '终端标识', 'Terminal Identification', 'an', 8, 8],
  [0x9f1d, '终端风险管理数据', 'Terminal Risk Management Data', 'b', 1, 8],
  [0x9f1e, '接口设备序列号', 'Interface Device (IFD) Serial Number', 'an', 8, 8],
  [0x9f21, '交易时间', 'Transaction Time', 'n', 3, 3],
  [0x9f22, 'CA 公钥索引（终端）', 'Certification Authority Public Key Index (terminal)', 'b', 1, 1],
  [0x9f33, '终端性能', 'Terminal Capabilities', 'b', 3, 3],
  [0x9f34, '持卡人验证方法结果', 'CVM Results', 'b', 3, 3],
  [0x9f35, '终端类型', 'Terminal Type', 'n', 1, 1],
  [0x9f37, '不可预知数', 'Unpredictable Number', 'b', 4, 4],
  [0x9f39, '销售点输入方式', 'Point-of-Service (POS) Entry Mode', 'n', 1, 1],
  [0x9f3a, '参考货币金额', 'Amount, Reference Currency', 'b', 4, 4],
  [0x9f3c, '交易参考货币代码', 'Transaction Reference Currency Code', 'n', 2, 2],
  [0x9f3d, '交易参考货币指数', 'Transaction Reference Currency Exponent', 'n', 1, 1],
  [0x9f40, '附加终端性能', 'Additional Terminal Capabilities', 'b', 5, 5],
  [0x9f41, '交易序列计数器', 'Transaction Sequence Counter', 'n', 2, 4],
  [0x9f4e, '商户名称', 'Merchant Name and Location', 'ans', 1, 252],
);

const OF_THE_ISSUER = rows(
  'issuer',
  [0x71, '发卡行脚本模板1', 'Issuer Script Template 1', 'template', 0, 252],
  [0x72, '发卡行脚本模板2', 'Issuer Script Template 2', 'template', 0, 252],
  [0x86, '发卡行脚本命令', 'Issuer Script Command', 'b', 1, 261, '71 72'],
  [0x89, '授权码', 'Authorisation Code', 'an', 6, 6],
  [0x8a, '授权响应码', 'Authorisation Response Code (ARC)', 'an', 2, 2],
  [0x91, '发卡行认证数据', 'Issuer Authentication Data', 'b', 8, 16],
  [0x9f18, '发卡行脚本标识', 'Issuer Script Identifier', 'b', 4, 4, '71 72'],
);

/** Most of these a card keeps to itself and tells by GET DATA only. */
const OF_PBOC_CARDS = rows(
  'card',
  [0x9f51, '应用货币代码（卡内）', 'Application Currency Code (inside the card)', 'n', 2, 2],
  [0x9f52, '应用缺省行为 (ADA)', 'Application Default Action (ADA)', 'b', 2, 6],
  [0x9f53, '连续脱机交易限制数（国际－货币）', 'Consecutive Offline Limit (International - Currency)', 'b', 1, 1],
  [0x9f54, '累计脱机交易金额限制', 'Cumulative Offline Amount Limit', 'n', 6, 6],
  [0x9f56, '发卡行认证指示位', 'Issuer Authentication Indicator', 'b', 1, 1],
  [0x9f57, '发卡行国家代码（卡内）', 'Issuer Country Code (inside the card)', 'n', 2, 2],
  [0x9f58, '连续脱机交易下限（卡片）', 'Lower Consecutive Offline Limit (card)', 'b', 1, 1],
  [0x9f59, '连续脱机交易上限（卡片）', 'Upper Consecutive Offline Limit (card)', 'b', 1, 1],
  [0x9f5a, '发卡行 URL2', 'Issuer URL2', 'b', 1, 252],
  [0x9f5c, '累计脱机交易金额上限', 'Upper Cumulative Offline Amount Limit', 'n', 6, 6],
  [0x9f5d, '可用脱机消费金额', 'Offline Spending Available', 'n', 6, 6],
  [0x9f61, '持卡人证件号', 'Cardholder Identity Document Number', 'ans', 1, 40, '70 77'],
  [0x9f62, '持卡人证件类型', 'Cardholder Identity Document Type', 'n', 1, 1, '70 77'],
  [0x9f63, '卡产品标识信息', 'Card Product Identification', 'b', 16, 16, '70 77'],
  [0x9f68, '卡片附加处理', 'Card Additional Processes', 'b', 4, 4],
  [0x9f69, '卡片认证相关数据', 'Card Authentication Related Data', 'b', 7, 16, '70 77'],
  [0x9f6b, '卡片 CVM 限额', 'Card CVM Limit', 'n', 6, 6],
  [0x9f6c, '卡片交易属性 (CTQ)', 'Card Transaction Qualifiers (CTQ)', 'b', 2, 2, '77'],
  [0x9f6d, '电子现金重置阈值', 'Electronic Cash Reset Threshold', 'n', 6, 6],
  [0x9f72, '连续脱机交易限制数（国际－国家）', 'Consecutive Offline Limit (International - Country)', 'b', 1, 1],
  [0x9f73, '货币转换因子', 'Currency Conversion Factor', 'b', 4, 4],
  [0x9f74, '电子现金发卡行授权码', 'Electronic Cash Issuer Authorisation Code', 'an', 6, 6, '70 77'],
  [0x9f75, '累计脱机交易金额限制（双货币）', 'Cumulative Offline Amount Limit (Dual Currency)', 'n', 6, 6],
  [0x9f76, '第二应用货币代码', 'Secondary Application Currency Code', 'n', 2, 2],
  [0x9f77, '电子现金余额上限', 'Electronic Cash Balance Limit', 'n', 6, 6],
  [0x9f78, '电子现金单笔交易限额', 'Electronic Cash Single Transaction Limit', 'n', 6, 6],
  [0x9f79, '电子现金余额', 'Electronic Cash Balance', 'n', 6, 6],
  [0xdf4d, '圈存日志入口', 'Load Log Entry', 'b', 2, 2, 'BF0C'],
  [0xdf4f, '圈存日志格式', 'Load Log Format', 'b', 1, 252],
  [0xdf61, '分段扣费应用标识', 'Extended Application Indicator', 'b', 1, 1],
  [0xdf62, '分段扣费抵扣限额', 'Extended Application Deduction Limit', 'n', 6, 6],
  [0xdf63, '分段扣费已抵扣额', 'Extended Application Amount Deducted', 'n', 6, 6],
  [0xdf71, '第二币种电子现金应用货币代码', 'Second Currency Electronic Cash: Currency Code', 'n', 2, 2],
  [0xdf72, '第二币种卡片 CVM 限额', 'Second Currency Electronic Cash: CVM Limit', 'n', 6, 6],
  [0xdf76, '第二币种电子现金重置阈值', 'Second Currency Electronic Cash: Reset Threshold', 'n', 6, 6],
  [0xdf77, '第二币种电子现金余额上限', 'Second Currency Electronic Cash: Balance Limit', 'n', 6, 6],
  [0xdf78, '第二币种电子现金单笔交易限额', 'Second Currency Electronic Cash: Transaction Limit', 'n', 6, 6],
  [0xdf79, '第二币种电子现金余额', 'Second Currency Electronic Cash: Balance', 'n', 6, 6],
);

const OF_PBOC_TERMINALS = rows(
  'terminal',
  [0x9f66, '终端交易属性 (TTQ)', 'Terminal Transaction Qualifiers (TTQ)', 'b', 4, 4],
  [0x9f7a, '电子现金终端支持指示器', 'Electronic Cash Terminal Support Indicator', 'b', 1, 1],
  [0x9f7b, '电子现金终端交易限额', 'Electronic Cash Terminal Transaction Limit', 'n', 6, 6],
  [0xdf01, '应用选择指示符', 'Application Selection Indicator', 'b', 1, 1],
  [0xdf02, 'CA 公钥模', 'Certification Authority Public Key Modulus', 'b', 1, 248],
  [0xdf03, 'CA 公钥校验值', 'Certification Authority Public Key Check Sum', 'b', 20, 20],
  [0xdf04, 'CA 公钥指数', 'Certification Authority Public Key Exponent', 'b', 1, 3],
  [0xdf05, 'CA 公钥有效期', 'Certification Authority Public Key Expiration Date', 'b', 4, 8],
  [0xdf06, 'CA 公钥哈希算法标识', 'Certification Authority Public Key Hash Algorithm', 'b', 1, 1],
  [0xdf07, 'CA 公钥算法标识', 'Certification Authority Public Key Algorithm', 'b', 1, 1],
  [0xdf11, '终端行为代码－缺省', 'Terminal Action Code - Default', 'b', 5, 5],
  [0xdf12, '终端行为代码－联机', 'Terminal Action Code - Online', 'b', 5, 5],
  [0xdf13, '终端行为代码－拒绝', 'Terminal Action Code - Denial', 'b', 5, 5],
  [0xdf14, '缺省 DDOL', 'Default DDOL', 'b', 1, 252],
  [0xdf15, '偏置随机选择的阈值', 'Threshold Value for Biased Random Selection', 'b', 4, 4],
  [0xdf16, '偏置随机选择的最大目标百分数', 'Maximum Target Percentage for Biased Random Selection', 'n', 1, 1],
  [0xdf17, '随机选择的目标百分数', 'Target Percentage for Random Selection', 'n', 1, 1],
  [0xdf18, '终端联机 PIN 支持能力', 'Online PIN Supported by the Terminal', 'b', 1, 1],
  [0xdf19, '非接触脱机最低限额', 'Contactless Offline Floor Limit', 'n', 6, 6],
  [0xdf20, '非接触交易限额', 'Contactless Transaction Limit', 'n', 6, 6],
  [0xdf21, '非接触 CVM 限额', 'Contactless CVM Limit', 'n', 6, 6],
  [0xdf31, '发卡行脚本结果', 'Issuer Script Results', 'b', 5, 250],
  [0xdf69, '国密算法支持指示器', 'SM Algorithm Support Indicator', 'b', 1, 1],
);

/** By ascending tag, to be found by halves: a transcript asks for each tag of each record. */
const ROWS: readonly TagRow[] = Object.freeze(
  [...OF_THE_CARD, ...OF_THE_TERMINAL, ...OF_THE_ISSUER, ...OF_PBOC_CARDS, ...OF_PBOC_TERMINALS].sort(
    (a, b) => a.tag - b.tag,
  ),
);

/** The row of a tag, or undefined for one that no table has. */
export function tagRow(tag: number): TagRow | undefined {
  let low = 0;
  let high = ROWS.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ROWS[middle].tag < tag) low = middle + 1;
    else high = middle;
  }
  return ROWS[low]?.tag === tag ? ROWS[low] : undefined;
}

/** What must not be seen of a value: numbers of the account and the holder, what a magnetic stripe holds, the PIN. */
export function exposureOf(tag: number, length: number): Exposure | undefined {
  switch (tag) {
    case 0x5a:
    case 0x5f53:
    case 0x9f61:
      return 'number';
    case 0x56:
    case 0x57:
    case 0x9f1f:
    case 0x9f20:
      return 'track';
    case 0x9f2d:
    case 0x9f46:
      // Whoever has the CA's public key recovers the PAN from a certificate of the card (EMV 4.3 Book 2 6.4, 7.1).
      return 'track';
    case 0x9f6b:
      // An amount of PBOC, six bytes; elsewhere the tag is a track 2.
      return length === 6 ? undefined : 'track';
    case 0x99:
      return 'secret';
    default:
      return undefined;
  }
}
