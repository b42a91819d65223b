/**
 * Table: the files of a 2.0 card, sscard.md 4.2–4.7 with the rights of 5.1. `[2+]` (V2 and two public code bases) unless a
 * table says otherwise. Item lengths are bytes; the items stand in the order of their record numbers. Chinese names are
 * the reference's where it has them; those of most inner items, and all English ones, are ours.
 */

import * as codes from './codes.js';
import {
  an,
  b,
  byKey,
  cn,
  cyclic,
  date,
  ef,
  FREE,
  fixed,
  group,
  NOBODY,
  PIN,
  pinAndKey,
  pinOrKey,
  records,
  region,
  transparent,
} from './items.js';
import type { CardFile, Item } from './model.js';

/** 学位: the same inner items in the 1.0 file of education (sscard.md 4.8). */
export const DEGREE: readonly Item[] = Object.freeze([
  an(0x57, 0x03, '学位代码', 'Degree'),
  cn(0x58, 0x03, '专业类别', 'Subject'),
  an(0x59, 0x28, '毕业学校', 'School'),
]);

/** DF02 EF07, one record; the same in 1.0. */
export const EMPLOYMENT_RECORD: readonly Item[] = Object.freeze([
  an(0, 0x07, '职业', 'Occupation'),
  date(0, '起始日期', 'From'),
  date(0, '终止日期', 'To'),
  an(0, 0x46, '工作单位', 'Employer'),
]);

/** DF04 EF08, one record; the last two amounts are missing in account-only mode. The same in 1.0. */
export const PURSE_RECORD: readonly Item[] = Object.freeze([
  b(0, 0x02, '交易序号', 'Sequence'),
  an(0, 0x01, '交易类型', 'Kind', { meaning: { codes: codes.PURSE_TRANSACTION } }),
  cn(0, 0x06, '终端机编号', 'Terminal'),
  cn(0, 0x07, '交易时间', 'Time', { meaning: 'date-time' }),
  b(0, 0x04, '个人账户金额', 'From account', { meaning: 'fen' }),
  b(0, 0x04, '个人自付金额', 'Paid by holder', { meaning: 'fen' }),
  b(0, 0x04, '统筹支付金额', 'From pool', { meaning: 'fen' }),
]);

/** Bytes of a purse record with and without those two amounts (sscard.md 4.6). */
export const PURSE_RECORD_SIZE = 0x1c;
export const PURSE_RECORD_SHORT = 0x14;

/** SSSE EF05; the same items in every generation. */
export const ISSUER: readonly Item[] = Object.freeze([
  cn(0x01, 0x10, '卡的识别码', 'Card identifier', { meaning: 'hex' }),
  an(0x02, 0x01, '卡的类别', 'Card class', { meaning: { codes: codes.CARD_CLASS } }),
  an(0x03, 0x04, '规范版本', 'Version'),
  cn(0x04, 0x0c, '初始化机构编号', 'Initialising body'),
  date(0x05, '发卡日期', 'Issued'),
  date(0x06, '卡有效期', 'Valid until'),
  an(0x07, 0x09, '卡号', 'Card number', { personal: 'number' }),
]);

const HOLDER: readonly Item[] = Object.freeze([
  an(0x08, 0x12, '社会保障号码', 'Personal number', { personal: 'number' }),
  an(0x09, 0x1e, '姓名', 'Name'),
  an(0x4e, 0x14, '姓名扩展', 'Name, continued'),
  an(0x0a, 0x01, '性别', 'Sex', { meaning: { codes: codes.SEX } }),
  cn(0x0b, 0x01, '民族', 'Ethnic group', { meaning: { codes: codes.ETHNICITY } }),
  region(0x0c, '出生地', 'Birthplace'),
  date(0x0d, '出生日期', 'Date of birth'),
]);

const SSSE: readonly CardFile[] = Object.freeze([
  records(ef('SSSE', 0xef05, '发卡机构', 'Issuer'), FREE, byKey('UKSSSE'), ISSUER),
  records(ef('SSSE', 0xef06, '持卡人', 'Holder'), FREE, byKey('UKSSSE'), HOLDER),
  transparent(ef('SSSE', 0xef07, '指纹', 'Fingerprint'), byKey('RKSSSE'), byKey('UKSSSE'), 0x300),
  transparent(ef('SSSE', 0xef08, '照片', 'Photograph'), byKey('RKSSSE'), byKey('UKSSSE'), 0x1000),
]);

const READ_DF01 = pinOrKey('RK1DF01');

/** The reserved files' size is printed as 128 in a table whose lengths are hexadecimal (sscard.md 4.3). */
const RESERVED_SIZE = 0x128;

const DF01: readonly CardFile[] = Object.freeze([
  records(ef('DF01', 0xef05, '户籍', 'Household register'), READ_DF01, byKey('UK1DF01'), [
    an(0x20, 0x02, '户口类别', 'Register kind', { meaning: { codes: codes.HOUSEHOLD } }),
    an(0x21, 0x50, '户口地址', 'Registered address'),
    region(0x0e, '户口区划', 'Registered in'),
  ]),
  records(ef('DF01', 0xef06, '常住地', 'Residence'), READ_DF01, byKey('UK4DF01'), [
    an(0x23, 0x50, '常住地址', 'Address'),
    region(0x24, '常住地区划', 'Resident in'),
    an(0x28, 0x0f, '联系电话', 'Telephone'),
    an(0x2c, 0x32, '联系人姓名', 'Contact or guardian'),
    an(0x2d, 0x0f, '联系人电话', 'Contact telephone'),
  ]),
  records(ef('DF01', 0xef07, '个人状况', 'Personal status'), READ_DF01, byKey('UK2DF01'), [
    an(0x29, 0x01, '就业或离退休状态', 'Working status', { meaning: { codes: codes.EMPLOYMENT } }),
  ]),
  records(ef('DF01', 0xef08, '婚姻', 'Marriage'), READ_DF01, byKey('UK3DF01'), [
    an(0x2b, 0x01, '婚姻状况', 'Marital status', { meaning: { codes: codes.MARRIAGE } }),
  ]),
  records(ef('DF01', 0xef09, '身份及单位', 'Identity and employer'), READ_DF01, byKey('UK2DF01'), [
    an(0x2e, 0x46, '单位名称', 'Employer'),
    an(0x30, 0x09, '组织机构代码', 'Organisation code'),
    an(0x32, 0x02, '人员身份类别', 'Identity', { meaning: { codes: codes.IDENTITY } }),
  ]),
  records(ef('DF01', 0xef0a, '国籍政治面貌', 'Nationality and affiliation'), READ_DF01, byKey('UK5DF01'), [
    an(0x37, 0x03, '国籍', 'Nationality'),
    an(0x38, 0x02, '政治面貌', 'Affiliation', { meaning: { codes: codes.PARTY } }),
    date(0x39, '参加党派日期', 'Joined'),
  ]),
  records(ef('DF01', 0xef15, '学历', 'Education'), READ_DF01, byKey('UK6DF01'), [
    cn(0x2a, 0x01, '学历', 'Education', { meaning: { codes: codes.EDUCATION } }),
    group(0x40, 0x34, 3, '学位', 'Degree', DEGREE),
  ]),
  transparent(ef('DF01', 0xef16, '预留一', 'Reserved 1'), FREE, byKey('UK7DF01'), RESERVED_SIZE),
  transparent(ef('DF01', 0xef17, '预留二', 'Reserved 2'), FREE, byKey('UK8DF01'), RESERVED_SIZE),
  transparent(ef('DF01', 0xef18, '预留三', 'Reserved 3'), FREE, byKey('UK9DF01'), RESERVED_SIZE),
  transparent(ef('DF01', 0xef19, '预留四', 'Reserved 4'), FREE, byKey('UKADF01'), RESERVED_SIZE),
  transparent(ef('DF01', 0xef1a, '预留五', 'Reserved 5'), FREE, byKey('UKBDF01'), RESERVED_SIZE),
]);

const READ_DF02 = pinOrKey('RK1DF02');

const DF02: readonly CardFile[] = Object.freeze([
  records(ef('DF02', 0xef05, '职业技能', 'Skills'), READ_DF02, byKey('UK1DF02'), [
    an(0x42, 0x03, '专业技术职务', 'Professional post'),
    an(0x41, 0x03, '专业技术职务级别', 'Level of post'),
    group(0x43, 0x6c, 2, '职业资格（工人）', 'Worker qualification', [
      an(0x5a, 0x07, '职业工种', 'Trade'),
      an(0x5b, 0x01, '等级', 'Level'),
      an(0x5c, 0x46, '发证机构', 'Certified by'),
      date(0x5d, '发证日期', 'Certified on'),
      an(0x5e, 0x10, '证书编号', 'Certificate no.'),
    ]),
    group(0x44, 0x65, 2, '职业资格（专业技术）', 'Professional qualification', [
      an(0x33, 0x03, '资格名称', 'Qualification'),
      an(0x34, 0x46, '发证机构', 'Certified by'),
      date(0x35, '发证日期', 'Certified on'),
      an(0x36, 0x10, '证书编号', 'Certificate no.'),
    ]),
  ]),
  records(ef('DF02', 0xef06, '就业状况', 'Employment status'), READ_DF02, byKey('UK2DF02'), [
    date(0x4c, '就业登记日期', 'Employment registered'),
    an(0x4b, 0x05, '就业登记类型及形式', 'Employment', { meaning: { places: codes.EMPLOYMENT_REGISTRATION } }),
    region(0x4d, '就业登记地', 'Employment registered in'),
    date(0x60, '失业登记日期', 'Unemployment registered'),
    an(0x4f, 0x06, '失业登记类型及原因', 'Unemployment', { meaning: { places: codes.UNEMPLOYMENT_REGISTRATION } }),
    region(0x50, '失业登记地', 'Unemployment registered in'),
    an(0x3a, 0x07, '现职业', 'Occupation'),
  ]),
  cyclic(ef('DF02', 0xef07, '就业记录', 'Employment history'), READ_DF02, byKey('UK3DF02'), 0x55, 4, EMPLOYMENT_RECORD),
  records(ef('DF02', 0xef09, '就业失业登记证', 'Employment certificate'), READ_DF02, byKey('UK4DF02'), [
    an(0x55, 0x10, '证书编号', 'Certificate no.'),
    an(0x56, 0x46, '发证机构', 'Issued by'),
    date(0x96, '发证或年检日期', 'Issued or renewed'),
    region(0x97, '发证地', 'Issued in'),
  ]),
  records(ef('DF02', 0xef15, '就业援助', 'Employment assistance'), READ_DF02, byKey('UK5DF02'), [
    group(0x99, 0x10, 4, '援助', 'Assistance', [
      an(0x10, 0x03, '援助对象类型', 'Kind'),
      date(0x11, '认定日期', 'Since'),
      region(0x12, '认定地', 'Granted in'),
    ]),
    date(0x0f, '退出日期', 'Left on'),
    region(0x1f, '退出地', 'Left in'),
  ]),
  cyclic(ef('DF02', 0xef16, '扶持政策', 'Support policies'), READ_DF02, byKey('UK6DF02'), 0x12, 4, [
    an(0, 0x03, '政策类型', 'Policy', { meaning: { codes: codes.SUPPORT_POLICY } }),
    date(0, '核准日期', 'Approved'),
    date(0, '开始日期', 'From'),
    date(0, '终止日期', 'To'),
    region(0, '核准地', 'Approved in'),
  ]),
]);

const READ_DF03 = pinOrKey('RK1DF03');

const DF03: readonly CardFile[] = Object.freeze([
  records(ef('DF03', 0xef05, '失业保险', 'Unemployment insurance'), pinOrKey('RK2DF03'), byKey('UK1DF03'), [
    region(0x61, '参保地', 'Insured in'),
    date(0x60, '失业登记日期', 'Unemployment registered'),
    date(0x98, '申领日期', 'Claimed'),
    date(0x62, '报到或更新日期', 'Reported or updated'),
    an(0x63, 0x03, '累计缴费月数', 'Months paid'),
    an(0x64, 0x03, '有效缴费月数', 'Months that count'),
    an(0x65, 0x03, '应领月数', 'Months due'),
    an(0x66, 0x03, '已领月数', 'Months drawn'),
  ]),
  records(ef('DF03', 0xef06, '劳动能力鉴定', 'Work capacity'), READ_DF03, byKey('UK2DF03'), [
    an(0x45, 0x14, '鉴定编号', 'Assessment no.'),
    an(0x46, 0x02, '鉴定事项', 'Subject'),
    an(0x47, 0x02, '伤残等级', 'Disability grade'),
    an(0x48, 0x01, '生活自理障碍', 'Need of care'),
    an(0x49, 0x01, '丧失劳动能力', 'Loss of capacity'),
    date(0x67, '鉴定日期', 'Assessed on'),
    an(0x6b, 0x3c, '鉴定机构', 'Assessed by'),
    group(0x4a, 0x61, 3, '确认事项', 'Confirmation', [
      an(0x13, 0x02, '确认事项', 'Subject'),
      an(0x14, 0x01, '确认结论', 'Finding'),
      an(0x15, 0x14, '确认编号', 'Number'),
      date(0x16, '确认日期', 'Date'),
      an(0x17, 0x3c, '确认机构', 'Confirmed by'),
    ]),
  ]),
  records(ef('DF03', 0xef07, '养老保险', 'Pension insurance'), READ_DF03, byKey('UK3DF03'), [
    an(0x70, 0x03, '险种', 'Insurance', { meaning: { codes: codes.INSURANCE } }),
    region(0x71, '参保地', 'Insured in'),
    date(0x6e, '建账日期', 'Account opened'),
    date(0x6c, '离退休日期', 'Retired'),
    date(0x6f, '待遇开始日期', 'Benefits since'),
    date(0x73, '更新日期', 'Updated'),
  ]),
  records(ef('DF03', 0xef15, '工伤保险', 'Work-injury insurance'), READ_DF03, byKey('UK4DF03'), [
    region(0x7a, '参保地', 'Insured in'),
    date(0x7b, '待遇开始日期', 'Benefits since'),
    date(0x7c, '更新日期', 'Updated'),
  ]),
  records(ef('DF03', 0xef16, '生育保险', 'Maternity insurance'), READ_DF03, byKey('UK5DF03'), [
    region(0x51, '参保地', 'Insured in'),
    an(0x5f, 0x01, '未就业配偶', 'Unemployed spouse'),
  ]),
  records(ef('DF03', 0xef17, '工伤认定', 'Work-injury finding'), READ_DF03, byKey('UK6DF03'), [
    an(0x3b, 0x14, '认定编号', 'Finding no.'),
    an(0x3c, 0x46, '用人单位', 'Employer'),
    an(0x3d, 0x01, '认定结论', 'Finding', { meaning: { codes: codes.INJURY_FINDING } }),
    date(0x3e, '认定日期', 'Found on'),
    an(0x3f, 0x3c, '认定部门', 'Found by'),
  ]),
  records(ef('DF03', 0xef18, '供养亲属', 'Dependants'), READ_DF03, byKey('UK7DF03'), [
    an(0x74, 0x03, '险种', 'Insurance', { meaning: { codes: codes.INSURANCE } }),
    region(0x75, '参保地', 'Insured in'),
    cn(0x76, 0x01, '与供养人关系', 'Relation', { meaning: { codes: codes.DEPENDANT } }),
    date(0x77, '待遇开始日期', 'Benefits since'),
    date(0x78, '更新日期', 'Updated'),
  ]),
  fixed(ef('DF03', 0xef19, '参保凭证', 'Insurance certificates'), READ_DF03, byKey('UK8DF03'), 0x29, 4, [
    group(0x79, 0x27, 4, '参保凭证', 'Certificate', [
      an(0x18, 0x03, '险种', 'Insurance', { meaning: { codes: codes.INSURANCE } }),
      region(0x19, '参保地', 'Insured in'),
      date(0x1a, '起始日期', 'From'),
      date(0x1b, '终止日期', 'To'),
      cn(0x1c, 0x04, '个人缴费额', 'Paid by holder', { meaning: 'fen' }),
      an(0x1d, 0x03, '缴费月数', 'Months paid'),
      date(0x1e, '出具日期', 'Made out'),
    ]),
  ]),
]);

const DF04: readonly CardFile[] = Object.freeze([
  records(ef('DF04', 0xef05, '医保基本', 'Medical insurance'), pinOrKey('RK1DF04'), byKey('UK1DF04'), [
    an(0x81, 0x08, '险种及标识', 'Insurance and flags', { meaning: { places: codes.MEDICAL_INSURANCE } }),
    region(0x84, '参保地', 'Insured in'),
    an(0x87, 0x11, '健康档案号', 'Health record no.', { personal: 'number' }),
    cn(0x8c, 0x01, '参保人员类别', 'Insured as', { meaning: { codes: codes.MEDICAL_PERSON } }),
    date(0x80, '建账日期', 'Account opened'),
    an(0x8b, 0x1d, '个人账号', 'Account no.', { personal: 'number' }),
    an(0x8a, 0x0f, '医疗证号', 'Medical certificate no.', { personal: 'number' }),
    an(0x83, 0x09, '定点医疗机构一', 'Appointed provider 1'),
    an(0x86, 0x09, '定点医疗机构二', 'Appointed provider 2'),
    an(0x89, 0x09, '定点医疗机构三', 'Appointed provider 3'),
    an(0x7d, 0x09, '工伤协议机构一', 'Work-injury provider 1'),
    an(0x7e, 0x09, '工伤协议机构二', 'Work-injury provider 2'),
    an(0x7f, 0x09, '工伤协议机构三', 'Work-injury provider 3'),
    an(0x8d, 0x09, '生育定点机构一', 'Maternity provider 1'),
    an(0x8e, 0x09, '生育定点机构二', 'Maternity provider 2'),
    an(0x8f, 0x01, '用卡方式', 'Card use', { meaning: { codes: codes.CARD_USE } }),
  ]),
  records(ef('DF04', 0xef06, '临时脱网结算', 'Temporary offline settlement'), pinAndKey('RK1DF04'), byKey('UK2DF04'), [
    an(0x90, 0x01, '准许脱网', 'Offline permitted', { meaning: { codes: codes.OFFLINE_PERMIT } }),
    cn(0x92, 0x04, '脱网累计金额', 'Offline total', { meaning: 'fen' }),
    an(0x93, 0x02, '脱网累计次数', 'Offline count'),
  ]),
  cyclic(
    ef('DF04', 0xef08, '医疗交易明细', 'Medical transactions'),
    PIN,
    NOBODY,
    PURSE_RECORD_SIZE,
    30,
    PURSE_RECORD,
    PURSE_RECORD_SHORT,
  ),
  cyclic(ef('DF04', 0xef15, '特殊医疗结算', 'Special settlements'), pinOrKey('RK1DF04'), byKey('UK2DF04'), 0x03, 8, [
    b(0, 0x02, '交易序号', 'Sequence'),
    an(0, 0x01, '结算类别', 'Kind', { meaning: { codes: codes.SPECIAL_SETTLEMENT } }),
  ]),
]);

/** A yes, no or unknown flag; which warning a tag stands for is not in the reference, so its number names it. */
function flag(tag: number): Item {
  const digits = tag.toString(16).toUpperCase();
  return an(tag, 0x01, `医学标志 ${digits}`, `Medical flag ${digits}`, { meaning: { codes: codes.YES_NO_UNKNOWN } });
}

/** 生命与健康: `[1]` V2 annex B, informative. */
const DF05: readonly CardFile[] = Object.freeze([
  records(ef('DF05', 0xef05, '生命与健康', 'Life and health'), FREE, byKey('UK1DF05'), [
    an(0xa0, 0x01, '健康状况', 'Health'),
    an(0xa1, 0x01, '残疾类别', 'Disability'),
    an(0xb9, 0x01, '残疾等级', 'Disability grade'),
    an(0xa2, 0x04, 'ABO 血型', 'Blood group'),
    cn(0xa9, 0x01, 'RH 血型', 'Rhesus factor'),
    group(0xa3, 0x18, 5, '禁忌药', 'Drug to avoid', [an(0xa5, 0x10, '药品', 'Drug'), an(0xa6, 0x04, '程度', 'Degree')]),
    group(0xa4, 0x17, 5, '重大疾病', 'Serious illness', [
      an(0xa7, 0x10, '疾病', 'Illness'),
      an(0xa8, 0x03, '状况', 'State'),
    ]),
    an(0xba, 0x14, '过敏物质', 'Allergen'),
    an(0xbb, 0x64, '过敏反应', 'Allergic reaction'),
    an(0xaa, 0x14, '免疫接种', 'Vaccination'),
    date(0xab, '接种日期', 'Vaccinated on'),
    ...[0xac, 0xad, 0xae, 0xaf, 0xb0, 0xb1, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6, 0xb7, 0xbc].map(flag),
    an(0xb8, 0x28, '医学警示', 'Medical warning'),
  ]),
]);

const AID_PARTS: readonly Item[] = Object.freeze([
  cn(0xe3, 0x01, '救助类别', 'Kind'),
  date(0xe4, '批准日期', 'Approved'),
  date(0xe5, '复核日期', 'Reviewed'),
  cn(0xe6, 0x04, '金额', 'Amount', { meaning: 'fen' }),
  cn(0xe7, 0x03, '月份', 'Month'),
]);

/** 社会救助与优待抚恤: `[1]` V2 annex B; the reference does not itemise C9–E2 of EF06, which are shown as unknown tags. */
const DF06: readonly CardFile[] = Object.freeze([
  records(ef('DF06', 0xef05, '社会救助', 'Social relief'), byKey('RK1DF06'), byKey('UK1DF06'), [
    an(0xc0, 0x46, '机构名称', 'Agency'),
    an(0xc2, 0x09, '机构代码', 'Agency code'),
    group(0xc3, 0x1a, 1, '救助一', 'Relief 1', AID_PARTS),
    group(0xc4, 0x1a, 1, '救助二', 'Relief 2', AID_PARTS),
    group(0xc5, 0x1a, 1, '救助三', 'Relief 3', AID_PARTS),
  ]),
  records(ef('DF06', 0xef06, '优待抚恤', 'Veterans benefits'), byKey('RK1DF06'), byKey('UK2DF06'), [
    an(0xc6, 0x46, '机构名称', 'Agency'),
    an(0xc8, 0x09, '机构代码', 'Agency code'),
  ]),
]);

/** 人事人才, preset by V2 without meanings worth a screen; the names are short forms of ours. */
const DF07: readonly CardFile[] = Object.freeze([
  records(ef('DF07', 0xef05, '荣誉', 'Honours'), byKey('RK1DF07'), byKey('UK1DF07'), [
    an(0xf0, 0x02, '荣誉项一', 'Honour F0'),
    an(0xf1, 0x01, '荣誉项二', 'Honour F1'),
    date(0xf2, '荣誉日期', 'Honour date F2'),
    an(0xf3, 0x03, '荣誉项四', 'Honour F3'),
    date(0xf4, '荣誉日期二', 'Honour date F4'),
  ]),
  records(ef('DF07', 0xef06, '专家', 'Expert'), byKey('RK2DF07'), byKey('UK2DF07'), [
    an(0xf5, 0x03, '专家类别', 'Expert kind'),
    date(0xf6, '专家日期', 'Expert since'),
    an(0xf7, 0x46, '专家单位', 'Expert body'),
  ]),
  records(ef('DF07', 0xef07, '军转', 'Demobilised officer'), byKey('RK3DF07'), byKey('UK3DF07'), [
    date(0xf8, '军转日期', 'Demobilised'),
    an(0xf9, 0x01, '军转类别', 'Kind'),
  ]),
]);

/** Every file of a 2.0 card. */
export const LAYOUT_2: readonly CardFile[] = Object.freeze([
  ...SSSE,
  ...DF01,
  ...DF02,
  ...DF03,
  ...DF04,
  ...DF05,
  ...DF06,
  ...DF07,
]);
