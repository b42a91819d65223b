/** Table: the files of a 1.0 card, LB 002-2000 as S-A and annex C of V2 give them. sscard.md 4.8; rights 5.1. */

import type { Text } from '../../../src/base/text.js';
import {
  an,
  cn,
  cyclic,
  FREE,
  group,
  key,
  type Layout,
  type LayoutDirectory,
  type LayoutItem,
  NEVER,
  PIN,
  pinAnd,
  pinOr,
  records,
  transparent,
} from './layout.js';
import { EMPLOYMENT_RECORD, ISSUER_ITEMS, MEDICAL_RECORD } from './layout-2.js';

function t(zh: string, en: string): Text {
  return Object.freeze({ zh, en });
}

/** SSSE: no name extension and no photograph. The write key is called UKMF in 1.0 texts and is UKSSSE. */
const SSSE: LayoutDirectory = Object.freeze({
  name: 'SSSE',
  fid: 0xddf1,
  aid: '7378312E73682EC9E7BBE1B1A3D5CF',
  label: t('社会保障', 'social security'),
  files: Object.freeze([
    records('SSSEEF05', t('发卡机构', 'issuer'), FREE, key('UKSSSE'), ISSUER_ITEMS),
    records('SSSEEF06', t('持卡人', 'holder'), FREE, key('UKSSSE'), [
      an(0x08, '社会保障号码', 'social security number', 0x12),
      an(0x09, '姓名', 'name', 0x1e),
      an(0x0a, '性别', 'sex', 0x01),
      cn(0x0b, '民族', 'ethnic group', 0x01),
      cn(0x0c, '出生地', 'place of birth', 0x03),
      cn(0x0d, '出生日期', 'date of birth', 0x04),
    ]),
    transparent('SSSEEF07', t('指纹', 'fingerprint'), key('RKSSSE'), key('UKSSSE'), 0x300),
  ]),
});

const DF01: LayoutDirectory = Object.freeze({
  name: 'DF01',
  fid: 0xdf01,
  aid: 'D15600000500',
  label: t('公共应用信息区', 'public'),
  files: Object.freeze([
    records('DF01EF05', t('户籍', 'household register'), PIN, key('UK1DF01'), [
      an(0x20, '户口性质', 'household type', 0x01),
      an(0x21, '户口地址', 'registered address', 0x3e),
      an(0x22, '户口邮编', 'registered postcode', 0x12),
    ]),
    records('DF01EF06', t('常住地', 'residence'), PIN, key('UK4DF01'), [
      an(0x25, '常住地址', 'residence address', 0x3e),
      an(0x26, '常住地邮编', 'residence postcode', 0x12),
      cn(0x27, '常住地区划', 'residence region', 0x03),
      an(0x28, '联系电话', 'telephone', 0x0f),
    ]),
    records('DF01EF07', t('个人状况', 'personal status'), pinOr('UK2DF01'), key('UK2DF01'), [
      an(0x29, '就业状态', 'employment', 0x01),
      cn(0x2a, '文化程度', 'education level', 0x01),
    ]),
    records('DF01EF08', t('婚姻', 'marriage'), PIN, key('UK3DF01'), [an(0x2b, '婚姻状况', 'marital status', 0x01)]),
    records('DF01EF09', t('身份及单位', 'position and employer'), pinOr('UK2DF01'), key('UK2DF01'), [
      an(0x2e, '单位名称', 'employer', 0x3e),
      an(0x2f, '单位编号', 'employer number', 0x08),
      an(0x30, '组织机构代码', 'organisation code', 0x09),
      an(0x31, '单位类型', 'kind of employer', 0x01),
      an(0x32, '单位经济类型', 'economic kind of employer', 0x03),
    ]),
    records('DF01EF0A', t('工资', 'wage'), PIN, key('UK5DF01'), [
      cn(0x37, '缴费基数', 'contribution base', 0x04),
      cn(0x38, '上年工资', "last year's wage", 0x04),
      cn(0x39, '更新日期', 'updated on', 0x04),
    ]),
  ]),
});

/** 学历 and 职业资格 of 1.0; the inner items of 40 and 41 are 2.0's, whose length is the same 34h ([calc]). */
function education(tag: number, zh: string, en: string): LayoutItem {
  return group(tag, zh, en, 0x34, 1, [
    an(0x57, '学位代码', 'degree code', 0x03),
    cn(0x58, '专业类别', 'field of study', 0x03),
    an(0x59, '毕业学校', 'school', 0x28),
  ]);
}

function qualification(tag: number, zh: string, en: string): LayoutItem {
  return group(tag, zh, en, 0x1d, 1, [
    cn(0x5a, '职业工种', 'trade', 0x07),
    cn(0x5b, '资格等级', 'grade', 0x01),
    an(0x5c, '鉴定机构', 'examining body', 0x09),
    cn(0x5d, '发证日期', 'certificate date', 0x04),
  ]);
}

/** "PIN or the file's own UK", sscard.md 5.1; EF08 before EF09 in the order of the update keys is [calc]. */
const DF02: LayoutDirectory = Object.freeze({
  name: 'DF02',
  fid: 0xdf02,
  aid: 'D15600000501',
  label: t('就业与失业信息区', 'employment'),
  files: Object.freeze([
    records('DF02EF05', t('职业技能', 'education and skills'), PIN, key('UK1DF02'), [
      education(0x40, '学历1', 'education 1'),
      education(0x41, '学历2', 'education 2'),
      cn(0x42, '专业技术职务', 'technical post', 0x03),
      qualification(0x43, '职业资格1', 'qualification 1'),
      qualification(0x44, '职业资格2', 'qualification 2'),
    ]),
    records('DF02EF06', t('就业状况', 'employment status'), pinOr('UK2DF02'), key('UK2DF02'), [
      cn(0x4b, '就业日期', 'employed on', 0x04),
      cn(0x4c, '就业登记日期', 'employment registered', 0x04),
      cn(0x60, '失业登记日期', 'unemployment registered', 0x04),
      cn(0x4d, '参加工作日期', 'first employed on', 0x04),
      cn(0x4f, '失业日期', 'unemployed on', 0x04),
      cn(0x50, '登记更新日期', 'registration updated on', 0x04),
      an(0x3a, '现职业', 'present occupation', 0x07),
    ]),
    cyclic('DF02EF07', t('就业记录', 'employment record'), pinOr('UK3DF02'), key('UK3DF02'), 4, EMPLOYMENT_RECORD),
    records('DF02EF08', t('失业证', 'unemployment certificate'), pinOr('UK4DF02'), key('UK4DF02'), [
      cn(0x52, '失业证编号', 'certificate number', 0x0a),
      an(0x53, '发证机构', 'issuing body', 0x3e),
      an(0x94, '发证机构编号', 'issuing body number', 0x08),
      cn(0x54, '发证日期', 'issued on', 0x04),
    ]),
    records('DF02EF09', t('再就业优惠证', 're-employment certificate'), pinOr('UK5DF02'), key('UK5DF02'), [
      cn(0x55, '证件编号', 'certificate number', 0x0a),
      an(0x56, '发证机构', 'issuing body', 0x3e),
      an(0x95, '发证机构编号', 'issuing body number', 0x08),
      cn(0x96, '发证日期', 'issued on', 0x04),
      cn(0x97, '年检日期', 'renewed on', 0x04),
    ]),
  ]),
});

const DF03: LayoutDirectory = Object.freeze({
  name: 'DF03',
  fid: 0xdf03,
  aid: 'D15600000502',
  label: t('社会保险信息区1', 'social insurance 1'),
  files: Object.freeze([
    records('DF03EF05', t('失业保险', 'unemployment insurance'), pinAnd('RK2DF03'), key('UK1DF03'), [
      cn(0x60, '失业登记日期', 'unemployment registered', 0x04),
      cn(0x98, '申领日期', 'claimed on', 0x04),
      cn(0x61, '月领取标准', 'monthly benefit', 0x04),
      cn(0x62, '报到/更新日期', 'reported on', 0x04),
      an(0x63, '累计缴费月数', 'months paid', 0x03),
      an(0x64, '有效缴费月数', 'months counted', 0x03),
      an(0x65, '应领月数', 'months due', 0x03),
      an(0x66, '已领月数', 'months drawn', 0x03),
    ]),
    records('DF03EF06', t('工伤', 'work injury'), PIN, key('UK2DF03'), [
      cn(0x67, '鉴定日期', 'assessment date', 0x04),
      an(0x68, '伤残部位', 'injury', 0x3e),
      an(0x69, '鉴定结论', 'finding', 0x3e),
      an(0x6a, '鉴定编号', 'assessment number', 0x10),
      an(0x6b, '鉴定机构', 'assessing body', 0x3c),
    ]),
    records('DF03EF07', t('养老保险', 'pension insurance'), pinAnd('RK1DF03'), key('UK3DF03'), [
      cn(0x6c, '离退休日期', 'retired on', 0x04),
      cn(0x6d, '月养老金', 'monthly pension', 0x04),
      cn(0x6e, '建账日期', 'account opened', 0x04),
      cn(0x6f, '缴费截止日期', 'paid until', 0x04),
      an(0x70, '缴费月数', 'months paid', 0x03),
      cn(0x71, '个人储存额', 'own savings', 0x04),
      cn(0x72, '储存额合计', 'total savings', 0x04),
      cn(0x73, '更新日期', 'updated on', 0x04),
    ]),
  ]),
});

/** Three hospitals, each a name, a level and a number; names are 3Eh long in S-A, 46h in annex C (sscard.md 4.8). */
function hospital(nameTag: number, ordinal: number): LayoutItem[] {
  return [
    an(nameTag, `定点医疗机构${ordinal}名称`, `chosen hospital ${ordinal}, name`, 0x3e),
    an(nameTag + 1, `定点医疗机构${ordinal}等级`, `chosen hospital ${ordinal}, level`, 0x08),
    an(nameTag + 2, `定点医疗机构${ordinal}编号`, `chosen hospital ${ordinal}, number`, 0x09),
  ];
}

const DF04: LayoutDirectory = Object.freeze({
  name: 'DF04',
  fid: 0xdf04,
  aid: 'D15600000503',
  label: t('社会保险信息区2', 'social insurance 2'),
  files: Object.freeze([
    records('DF04EF05', t('医保基本', 'medical insurance'), PIN, key('UK1DF04'), [
      cn(0x80, '建账日期', 'account opened', 0x04),
      ...hospital(0x81, 1),
      ...hospital(0x84, 2),
      ...hospital(0x87, 3),
      an(0x8a, '医疗证号', 'medical certificate', 0x0f),
      an(0x8b, '个人账号', 'personal account', 0x0a),
      an(0x8c, '参保人员类别', 'kind of insured person', 0x01),
      an(0x8f, '用卡方式', 'way of use', 0x01),
    ]),
    records('DF04EF06', t('医保账户', 'medical account'), pinAnd('RK1DF04'), key('UK2DF04'), [
      cn(0x90, '账户余额', 'balance', 0x04),
      cn(0x92, '自付累计', 'self-paid total', 0x04),
      cn(0x93, '统筹累计', 'pooled total', 0x04),
    ]),
    cyclic('DF04EF08', t('医疗交易明细', 'medical transactions'), PIN, NEVER, 10, MEDICAL_RECORD),
  ]),
});

export const LAYOUT_1: Layout = Object.freeze({
  version: '1.0',
  directories: Object.freeze([SSSE, DF01, DF02, DF03, DF04]),
});
