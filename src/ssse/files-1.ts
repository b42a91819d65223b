/**
 * The files of a 1.0 card: sscard.md 4.8, `[2+]` for the tags that the compatibility annex of V2 names, otherwise `[1]`
 * S-A; rights of 5.1 (SPEC-6, S-C), `[2+]`. Where two sources differ SPEC-6 is followed: DF03 EF05 is read with RK2.
 * Code lists of 1.0 were not found: only those of 性别, 民族 and 用卡方式 are wired. Where the reference has a tag without a
 * name, the name is that of the tag's 2.0 item if that did not change, else it says the tag.
 */

import * as codes from './codes.js';
import { DEGREE, EMPLOYMENT_RECORD, ISSUER, PURSE_RECORD, PURSE_RECORD_SHORT, PURSE_RECORD_SIZE } from './files-2.js';
import {
  an,
  byKey,
  cn,
  cyclic,
  date,
  ef,
  FREE,
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

const HOLDER: readonly Item[] = Object.freeze([
  an(0x08, 0x12, '社会保障号码', 'Personal number', { personal: 'number' }),
  an(0x09, 0x1e, '姓名', 'Name'),
  an(0x0a, 0x01, '性别', 'Sex', { meaning: { codes: codes.SEX } }),
  cn(0x0b, 0x01, '民族', 'Ethnic group', { meaning: { codes: codes.ETHNICITY } }),
  region(0x0c, '出生地', 'Birthplace'),
  date(0x0d, '出生日期', 'Date of birth'),
]);

const SSSE: readonly CardFile[] = Object.freeze([
  records(ef('SSSE', 0xef05, '发卡机构', 'Issuer'), FREE, byKey('UKSSSE'), ISSUER),
  records(ef('SSSE', 0xef06, '持卡人', 'Holder'), FREE, byKey('UKSSSE'), HOLDER),
  transparent(ef('SSSE', 0xef07, '指纹', 'Fingerprint'), byKey('RKSSSE'), byKey('UKSSSE'), 0x300),
]);

const DF01: readonly CardFile[] = Object.freeze([
  records(ef('DF01', 0xef05, '户籍', 'Household register'), PIN, byKey('UK1DF01'), [
    an(0x20, 0x01, '户口类别', 'Register kind'),
    an(0x21, 0x3e, '户口地址', 'Registered address'),
    an(0x22, 0x12, '户口地邮编', 'Postcode'),
  ]),
  records(ef('DF01', 0xef06, '常住地', 'Residence'), PIN, byKey('UK4DF01'), [
    an(0x25, 0x3e, '常住地址', 'Address'),
    an(0x26, 0x12, '常住地邮编', 'Postcode'),
    region(0x27, '常住地区划', 'Resident in'),
    an(0x28, 0x0f, '联系电话', 'Telephone'),
  ]),
  records(ef('DF01', 0xef07, '个人状况', 'Personal status'), pinOrKey('UK2DF01'), byKey('UK2DF01'), [
    an(0x29, 0x01, '就业或离退休状态', 'Working status'),
    cn(0x2a, 0x01, '文化程度', 'Education'),
  ]),
  records(ef('DF01', 0xef08, '婚姻', 'Marriage'), PIN, byKey('UK3DF01'), [
    an(0x2b, 0x01, '婚姻状况', 'Marital status'),
  ]),
  records(ef('DF01', 0xef09, '身份及单位', 'Identity and employer'), pinOrKey('UK2DF01'), byKey('UK2DF01'), [
    an(0x2e, 0x3e, '单位名称', 'Employer'),
    an(0x2f, 0x08, '单位项 2F', 'Employer 2F'),
    an(0x30, 0x09, '组织机构代码', 'Organisation code'),
    an(0x31, 0x01, '单位项 31', 'Employer 31'),
    an(0x32, 0x03, '单位经济类型', 'Form of ownership'),
  ]),
  records(ef('DF01', 0xef0a, '工资', 'Wages'), PIN, byKey('UK5DF01'), [
    cn(0x37, 0x04, '缴费基数', 'Contribution base', { meaning: 'fen' }),
    cn(0x38, 0x04, '上年工资', 'Wages of last year', { meaning: 'fen' }),
    date(0x39, '更新日期', 'Updated'),
  ]),
]);

const DF02: readonly CardFile[] = Object.freeze([
  records(ef('DF02', 0xef05, '职业技能', 'Skills'), PIN, byKey('UK1DF02'), [
    group(0x40, 0x34, 1, '学历一', 'Education 1', DEGREE),
    group(0x41, 0x34, 1, '学历二', 'Education 2', DEGREE),
    cn(0x42, 0x03, '专业技术职务', 'Professional post'),
    group(0x43, 0x1d, 1, '职业资格一', 'Qualification 1', qualification()),
    group(0x44, 0x1d, 1, '职业资格二', 'Qualification 2', qualification()),
  ]),
  records(ef('DF02', 0xef06, '就业状况', 'Employment status'), pinOrKey('UK2DF02'), byKey('UK2DF02'), [
    cn(0x4b, 0x04, '就业项 4B', 'Employment 4B'),
    date(0x4c, '就业登记日期', 'Employment registered'),
    date(0x60, '失业登记日期', 'Unemployment registered'),
    cn(0x4d, 0x04, '就业项 4D', 'Employment 4D'),
    cn(0x4f, 0x04, '失业项 4F', 'Unemployment 4F'),
    cn(0x50, 0x04, '失业项 50', 'Unemployment 50'),
    an(0x3a, 0x07, '现职业', 'Occupation'),
  ]),
  cyclic(
    ef('DF02', 0xef07, '就业记录', 'Employment history'),
    pinOrKey('UK3DF02'),
    byKey('UK3DF02'),
    0x55,
    4,
    EMPLOYMENT_RECORD,
  ),
  records(ef('DF02', 0xef08, '证件一', 'Certificate 1'), pinOrKey('UK4DF02'), byKey('UK4DF02'), [
    cn(0x52, 0x0a, '证书编号', 'Certificate no.'),
    an(0x53, 0x3e, '发证机构', 'Issued by'),
    an(0x94, 0x08, '发证机构项 94', 'Issuer 94'),
    date(0x54, '发证日期', 'Issued'),
  ]),
  records(ef('DF02', 0xef09, '证件二', 'Certificate 2'), pinOrKey('UK5DF02'), byKey('UK5DF02'), [
    cn(0x55, 0x0a, '证书编号', 'Certificate no.'),
    an(0x56, 0x3e, '发证机构', 'Issued by'),
    an(0x95, 0x08, '发证机构项 95', 'Issuer 95'),
    date(0x96, '发证日期', 'Issued'),
    cn(0x97, 0x04, '证件项 97', 'Certificate 97'),
  ]),
]);

/** 职业资格 of 1.0, inside 43 and 44. */
function qualification(): readonly Item[] {
  return [
    cn(0x5a, 0x07, '职业工种', 'Trade'),
    cn(0x5b, 0x01, '等级', 'Level'),
    an(0x5c, 0x09, '发证机构', 'Certified by'),
    date(0x5d, '发证日期', 'Certified on'),
  ];
}

const DF03: readonly CardFile[] = Object.freeze([
  records(ef('DF03', 0xef05, '失业保险', 'Unemployment insurance'), pinAndKey('RK2DF03'), byKey('UK1DF03'), [
    date(0x60, '失业登记日期', 'Unemployment registered'),
    date(0x98, '申领日期', 'Claimed'),
    cn(0x61, 0x04, '月标准', 'Monthly rate', { meaning: 'fen' }),
    date(0x62, '报到或更新日期', 'Reported or updated'),
    an(0x63, 0x03, '累计缴费月数', 'Months paid'),
    an(0x64, 0x03, '有效缴费月数', 'Months that count'),
    an(0x65, 0x03, '应领月数', 'Months due'),
    an(0x66, 0x03, '已领月数', 'Months drawn'),
  ]),
  records(ef('DF03', 0xef06, '劳动能力鉴定', 'Work capacity'), PIN, byKey('UK2DF03'), [
    date(0x67, '鉴定日期', 'Assessed on'),
    an(0x68, 0x3e, '鉴定项 68', 'Assessment 68'),
    an(0x69, 0x3e, '鉴定项 69', 'Assessment 69'),
    an(0x6a, 0x10, '鉴定项 6A', 'Assessment 6A'),
    an(0x6b, 0x3c, '鉴定机构', 'Assessed by'),
  ]),
  records(ef('DF03', 0xef07, '养老保险', 'Pension insurance'), pinAndKey('RK1DF03'), byKey('UK3DF03'), [
    date(0x6c, '离退休日期', 'Retired'),
    cn(0x6d, 0x04, '月养老金', 'Monthly pension', { meaning: 'fen' }),
    date(0x6e, '建账日期', 'Account opened'),
    cn(0x6f, 0x04, '养老项 6F', 'Pension 6F'),
    an(0x70, 0x03, '月数', 'Months'),
    cn(0x71, 0x04, '储存额一', 'Saved 1', { meaning: 'fen' }),
    cn(0x72, 0x04, '储存额二', 'Saved 2', { meaning: 'fen' }),
    date(0x73, '更新日期', 'Updated'),
  ]),
]);

const DF04: readonly CardFile[] = Object.freeze([
  records(ef('DF04', 0xef05, '医保基本', 'Medical insurance'), PIN, byKey('UK1DF04'), [
    date(0x80, '建账日期', 'Account opened'),
    an(0x81, 0x3e, '定点医疗机构一名称', 'Provider 1'),
    an(0x82, 0x08, '定点医疗机构一项 82', 'Provider 1, 82'),
    an(0x83, 0x09, '定点医疗机构一代码', 'Provider 1 code'),
    an(0x84, 0x3e, '定点医疗机构二名称', 'Provider 2'),
    an(0x85, 0x08, '定点医疗机构二项 85', 'Provider 2, 85'),
    an(0x86, 0x09, '定点医疗机构二代码', 'Provider 2 code'),
    an(0x87, 0x3e, '定点医疗机构三名称', 'Provider 3'),
    an(0x88, 0x08, '定点医疗机构三项 88', 'Provider 3, 88'),
    an(0x89, 0x09, '定点医疗机构三代码', 'Provider 3 code'),
    an(0x8a, 0x0f, '医疗证号', 'Medical certificate no.', { personal: 'number' }),
    an(0x8b, 0x0a, '个人账号', 'Account no.', { personal: 'number' }),
    an(0x8c, 0x01, '参保人员类别', 'Insured as'),
    an(0x8f, 0x01, '用卡方式', 'Card use', { meaning: { codes: codes.CARD_USE } }),
  ]),
  records(ef('DF04', 0xef06, '医保账户', 'Medical account'), pinAndKey('RK1DF04'), byKey('UK2DF04'), [
    cn(0x90, 0x04, '账户余额', 'Balance', { meaning: 'fen' }),
    cn(0x92, 0x04, '自付累计', 'Paid by holder, total', { meaning: 'fen' }),
    cn(0x93, 0x04, '统筹累计', 'From pool, total', { meaning: 'fen' }),
  ]),
  cyclic(
    ef('DF04', 0xef08, '医疗交易明细', 'Medical transactions'),
    PIN,
    NOBODY,
    PURSE_RECORD_SIZE,
    10,
    PURSE_RECORD,
    PURSE_RECORD_SHORT,
  ),
]);

/** Every file of a 1.0 card; DF05–DF07 came with 2.0. */
export const LAYOUT_1: readonly CardFile[] = Object.freeze([...SSSE, ...DF01, ...DF02, ...DF03, ...DF04]);
