/** Table: the files of a 2.0 card, 人社信息函〔2012〕37号 (V2), with the rights of its tables 3 to 8. sscard.md 4.2–4.7, 5.1. */

import type { Text } from '../../../src/base/text.js';
import {
  an,
  binary,
  cn,
  cyclic,
  FREE,
  fixed,
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

function t(zh: string, en: string): Text {
  return Object.freeze({ zh, en });
}

/** The SSSE level; sscard.md 4.2, [2+]. Shared by the generations, which differ in EF06's items and in EF08. */
export const ISSUER_ITEMS: readonly LayoutItem[] = Object.freeze([
  cn(0x01, '卡的识别码', 'card identifier', 0x10),
  an(0x02, '卡的类别', 'card class', 0x01),
  an(0x03, '规范版本', 'specification version', 0x04),
  cn(0x04, '初始化机构编号', 'initialising institution', 0x0c),
  cn(0x05, '发卡日期', 'issue date', 0x04),
  cn(0x06, '卡有效期', 'expiry date', 0x04),
  an(0x07, '卡号', 'card number', 0x09),
]);

const HOLDER_ITEMS: readonly LayoutItem[] = Object.freeze([
  an(0x08, '社会保障号码', 'social security number', 0x12),
  an(0x09, '姓名', 'name', 0x1e),
  an(0x4e, '姓名扩展', 'name, continued', 0x14),
  an(0x0a, '性别', 'sex', 0x01),
  cn(0x0b, '民族', 'ethnic group', 0x01),
  cn(0x0c, '出生地', 'place of birth', 0x03),
  cn(0x0d, '出生日期', 'date of birth', 0x04),
]);

const SSSE: LayoutDirectory = Object.freeze({
  name: 'SSSE',
  fid: 0xddf1,
  aid: '7378312E73682EC9E7BBE1B1A3D5CF',
  label: t('社会保障', 'social security'),
  files: Object.freeze([
    records('SSSEEF05', t('发卡机构', 'issuer'), FREE, key('UKSSSE'), ISSUER_ITEMS),
    records('SSSEEF06', t('持卡人', 'holder'), FREE, key('UKSSSE'), HOLDER_ITEMS),
    transparent('SSSEEF07', t('指纹', 'fingerprint'), key('RKSSSE'), key('UKSSSE'), 0x300),
    transparent('SSSEEF08', t('照片', 'photograph'), key('RKSSSE'), key('UKSSSE'), 0x1000),
  ]),
});

/** The five reserved files say '128' in a table of hexadecimal lengths: 128h, sscard.md 16.3 [TP]. */
const RESERVED_SIZE = 0x128;

/** DF01 公共应用; sscard.md 4.3, [2+]. Its readers hold PIN or RK1DF01. */
const DF01: LayoutDirectory = Object.freeze({
  name: 'DF01',
  fid: 0xdf01,
  aid: 'D15600000500',
  label: t('公共应用信息区', 'public'),
  files: Object.freeze([
    records('DF01EF05', t('户籍', 'household register'), pinOr('RK1DF01'), key('UK1DF01'), [
      an(0x20, '户口类别', 'household type', 0x02),
      an(0x21, '户口地址', 'registered address', 0x50),
      cn(0x0e, '户口区划', 'registered region', 0x03),
    ]),
    records('DF01EF06', t('常住地', 'residence'), pinOr('RK1DF01'), key('UK4DF01'), [
      an(0x23, '常住地址', 'residence address', 0x50),
      cn(0x24, '常住地区划', 'residence region', 0x03),
      an(0x28, '联系电话', 'telephone', 0x0f),
      an(0x2c, '联系人/监护人姓名', 'contact or guardian', 0x32),
      an(0x2d, '联系人电话', "contact's telephone", 0x0f),
    ]),
    records('DF01EF07', t('个人状况', 'personal status'), pinOr('RK1DF01'), key('UK2DF01'), [
      an(0x29, '就业或离退休状态', 'employment or retirement', 0x01),
    ]),
    records('DF01EF08', t('婚姻', 'marriage'), pinOr('RK1DF01'), key('UK3DF01'), [
      an(0x2b, '婚姻状况', 'marital status', 0x01),
    ]),
    records('DF01EF09', t('身份及单位', 'position and employer'), pinOr('RK1DF01'), key('UK2DF01'), [
      an(0x2e, '单位名称', 'employer', 0x46),
      an(0x30, '组织机构代码', 'organisation code', 0x09),
      an(0x32, '人员身份类别', 'kind of position', 0x02),
    ]),
    records('DF01EF0A', t('国籍政治面貌', 'nationality and party'), pinOr('RK1DF01'), key('UK5DF01'), [
      an(0x37, '国籍', 'nationality', 0x03),
      an(0x38, '政治面貌', 'political status', 0x02),
      cn(0x39, '参加党派日期', 'party entry date', 0x04),
    ]),
    records('DF01EF15', t('学历', 'education'), pinOr('RK1DF01'), key('UK6DF01'), [
      cn(0x2a, '学历', 'education level', 0x01),
      group(0x40, '学位', 'degree', 0x34, 3, [
        an(0x57, '学位代码', 'degree code', 0x03),
        cn(0x58, '专业类别', 'field of study', 0x03),
        an(0x59, '毕业学校', 'school', 0x28),
      ]),
    ]),
    transparent('DF01EF16', t('预留1', 'reserved 1'), FREE, key('UK7DF01'), RESERVED_SIZE),
    transparent('DF01EF17', t('预留2', 'reserved 2'), FREE, key('UK8DF01'), RESERVED_SIZE),
    transparent('DF01EF18', t('预留3', 'reserved 3'), FREE, key('UK9DF01'), RESERVED_SIZE),
    transparent('DF01EF19', t('预留4', 'reserved 4'), FREE, key('UKADF01'), RESERVED_SIZE),
    transparent('DF01EF1A', t('预留5', 'reserved 5'), FREE, key('UKBDF01'), RESERVED_SIZE),
  ]),
});

/** 就业记录, the same in 1.0 and 2.0; sscard.md 4.4. */
export const EMPLOYMENT_RECORD: readonly LayoutItem[] = Object.freeze([
  an(0, '职业', 'occupation', 0x07),
  cn(0, '起始日期', 'from', 0x04),
  cn(0, '终止日期', 'to', 0x04),
  an(0, '单位名称', 'employer', 0x46),
]);

/** DF02 就业与失业; sscard.md 4.4, [2+]. */
const DF02: LayoutDirectory = Object.freeze({
  name: 'DF02',
  fid: 0xdf02,
  aid: 'D15600000501',
  label: t('就业与失业信息区', 'employment'),
  files: Object.freeze([
    records('DF02EF05', t('职业技能', 'vocational skills'), pinOr('RK1DF02'), key('UK1DF02'), [
      an(0x42, '专业技术职务', 'technical post', 0x03),
      an(0x41, '专业技术职务级别', 'post level', 0x03),
      group(0x43, '职业资格(工人)', 'qualification (worker)', 0x6c, 2, [
        an(0x5a, '职业工种', 'trade', 0x07),
        an(0x5b, '资格等级', 'grade', 0x01),
        an(0x5c, '鉴定机构', 'examining body', 0x46),
        cn(0x5d, '发证日期', 'certificate date', 0x04),
        an(0x5e, '证书编号', 'certificate number', 0x10),
      ]),
      group(0x44, '职业资格(专技)', 'qualification (technical)', 0x65, 2, [
        an(0x33, '资格名称', 'qualification', 0x03),
        an(0x34, '发证机构', 'issuing body', 0x46),
        cn(0x35, '发证日期', 'certificate date', 0x04),
        an(0x36, '证书编号', 'certificate number', 0x10),
      ]),
    ]),
    records('DF02EF06', t('就业状况', 'employment status'), pinOr('RK1DF02'), key('UK2DF02'), [
      cn(0x4c, '就业登记日期', 'employment registered', 0x04),
      an(0x4b, '就业登记类型及形式', 'registration kind and form', 0x05),
      cn(0x4d, '就业登记地', 'employment region', 0x03),
      cn(0x60, '失业登记日期', 'unemployment registered', 0x04),
      an(0x4f, '失业登记类型及原因', 'unemployment kind and reasons', 0x06),
      cn(0x50, '失业登记地', 'unemployment region', 0x03),
      an(0x3a, '现职业', 'present occupation', 0x07),
    ]),
    cyclic('DF02EF07', t('就业记录', 'employment record'), pinOr('RK1DF02'), key('UK3DF02'), 4, EMPLOYMENT_RECORD),
    records('DF02EF09', t('就业失业登记证', 'registration certificate'), pinOr('RK1DF02'), key('UK4DF02'), [
      an(0x55, '登记证编号', 'certificate number', 0x10),
      an(0x56, '发证机构', 'issuing body', 0x46),
      cn(0x96, '发证/年检日期', 'issued or renewed', 0x04),
      cn(0x97, '发证地', 'issuing region', 0x03),
    ]),
    records('DF02EF15', t('就业援助', 'employment assistance'), pinOr('RK1DF02'), key('UK5DF02'), [
      group(0x99, '援助对象认定', 'assistance granted', 0x10, 4, [
        an(0x10, '援助对象类型', 'kind', 0x03),
        cn(0x11, '认定日期', 'date', 0x04),
        cn(0x12, '认定地', 'region', 0x03),
      ]),
      cn(0x0f, '退出日期', 'left on', 0x04),
      cn(0x1f, '退出地', 'left in region', 0x03),
    ]),
    cyclic('DF02EF16', t('扶持政策', 'support measures'), pinOr('RK1DF02'), key('UK6DF02'), 4, [
      an(0, '政策类型', 'measure', 0x03),
      cn(0, '核准日期', 'approved', 0x04),
      cn(0, '开始日期', 'from', 0x04),
      cn(0, '终止日期', 'to', 0x04),
      cn(0, '核准地', 'region', 0x03),
    ]),
  ]),
});

/** DF03 社会保险1, all insurance but medical; sscard.md 4.5, [2+]. EF05 is read with RK2, not RK1 (sscard.md 5.1). */
const DF03: LayoutDirectory = Object.freeze({
  name: 'DF03',
  fid: 0xdf03,
  aid: 'D15600000502',
  label: t('社会保险信息区1', 'social insurance 1'),
  files: Object.freeze([
    records('DF03EF05', t('失业保险', 'unemployment insurance'), pinOr('RK2DF03'), key('UK1DF03'), [
      cn(0x61, '参保地', 'insured in region', 0x03),
      cn(0x60, '失业登记日期', 'unemployment registered', 0x04),
      cn(0x98, '申领日期', 'claimed on', 0x04),
      cn(0x62, '报到/更新日期', 'reported on', 0x04),
      an(0x63, '累计缴费月数', 'months paid', 0x03),
      an(0x64, '有效缴费月数', 'months counted', 0x03),
      an(0x65, '应领月数', 'months due', 0x03),
      an(0x66, '已领月数', 'months drawn', 0x03),
    ]),
    records('DF03EF06', t('劳动能力鉴定', 'work capacity'), pinOr('RK1DF03'), key('UK2DF03'), [
      an(0x45, '鉴定编号', 'assessment number', 0x14),
      an(0x46, '鉴定事项', 'subject', 0x02),
      an(0x47, '伤残等级', 'disability grade', 0x02),
      an(0x48, '生活自理障碍等级', 'self-care impairment', 0x01),
      an(0x49, '丧失劳动能力程度', 'loss of work capacity', 0x01),
      cn(0x67, '鉴定日期', 'assessment date', 0x04),
      an(0x6b, '鉴定机构', 'assessing body', 0x3c),
      group(0x4a, '确认事项', 'confirmed matter', 0x61, 3, [
        an(0x13, '事项', 'matter', 0x02),
        an(0x14, '结论', 'finding', 0x01),
        an(0x15, '编号', 'number', 0x14),
        cn(0x16, '日期', 'date', 0x04),
        an(0x17, '机构', 'body', 0x3c),
      ]),
    ]),
    records('DF03EF07', t('养老保险', 'pension insurance'), pinOr('RK1DF03'), key('UK3DF03'), [
      an(0x70, '险种', 'insurance kind', 0x03),
      cn(0x71, '参保地', 'insured in region', 0x03),
      cn(0x6e, '建账日期', 'account opened', 0x04),
      cn(0x6c, '离退休日期', 'retired on', 0x04),
      cn(0x6f, '待遇开始日期', 'pension from', 0x04),
      cn(0x73, '更新日期', 'updated on', 0x04),
    ]),
    records('DF03EF15', t('工伤保险', 'work injury insurance'), pinOr('RK1DF03'), key('UK4DF03'), [
      cn(0x7a, '参保地', 'insured in region', 0x03),
      cn(0x7b, '待遇开始日期', 'benefit from', 0x04),
      cn(0x7c, '更新日期', 'updated on', 0x04),
    ]),
    records('DF03EF16', t('生育保险', 'maternity insurance'), pinOr('RK1DF03'), key('UK5DF03'), [
      cn(0x51, '参保地', 'insured in region', 0x03),
      an(0x5f, '未就业配偶', 'unemployed spouse', 0x01),
    ]),
    records('DF03EF17', t('工伤认定', 'work injury finding'), pinOr('RK1DF03'), key('UK6DF03'), [
      an(0x3b, '认定编号', 'finding number', 0x14),
      an(0x3c, '用人单位', 'employer', 0x46),
      an(0x3d, '认定结论', 'finding', 0x01),
      cn(0x3e, '认定日期', 'finding date', 0x04),
      an(0x3f, '认定部门', 'deciding body', 0x3c),
    ]),
    records('DF03EF18', t('供养亲属', 'dependant'), pinOr('RK1DF03'), key('UK7DF03'), [
      an(0x74, '险种', 'insurance kind', 0x03),
      cn(0x75, '参保地', 'insured in region', 0x03),
      cn(0x76, '与参保人关系', 'relation', 0x01),
      cn(0x77, '待遇开始日期', 'benefit from', 0x04),
      cn(0x78, '更新日期', 'updated on', 0x04),
    ]),
    fixed(
      'DF03EF19',
      t('参保凭证', 'insurance voucher'),
      pinOr('RK1DF03'),
      key('UK8DF03'),
      group(0x79, '参保凭证', 'voucher', 0x27, 4, [
        an(0x18, '险种', 'insurance kind', 0x03),
        cn(0x19, '参保地', 'insured in region', 0x03),
        cn(0x1a, '起始日期', 'from', 0x04),
        cn(0x1b, '终止日期', 'to', 0x04),
        cn(0x1c, '个人缴费额', 'own contributions', 0x04),
        an(0x1d, '缴费月数', 'months paid', 0x03),
        cn(0x1e, '出具日期', 'issued on', 0x04),
      ]),
    ),
  ]),
});

/** 医疗交易明细, which the card itself appends; 1Ch bytes, pool and self-pay amounts included. sscard.md 4.6. */
export const MEDICAL_RECORD: readonly LayoutItem[] = Object.freeze([
  binary(0, '交易序号', 'sequence number', 0x02),
  an(0, '交易类型', 'transaction type', 0x01),
  cn(0, '终端机编号', 'terminal number', 0x06),
  cn(0, '交易时间', 'time', 0x07),
  binary(0, '账户金额', 'account amount', 0x04),
  binary(0, '自付金额', 'self-paid amount', 0x04),
  binary(0, '统筹金额', 'pooled amount', 0x04),
]);

/** DF04 社会保险2, medical; sscard.md 4.6, [2+]. */
const DF04: LayoutDirectory = Object.freeze({
  name: 'DF04',
  fid: 0xdf04,
  aid: 'D15600000503',
  label: t('社会保险信息区2', 'social insurance 2'),
  files: Object.freeze([
    records('DF04EF05', t('医保基本', 'medical insurance'), pinOr('RK1DF04'), key('UK1DF04'), [
      an(0x81, '险种及标识', 'insurance kind and flags', 0x08),
      cn(0x84, '参保地', 'insured in region', 0x03),
      an(0x87, '健康档案号', 'health file number', 0x11),
      cn(0x8c, '参保人员类别', 'kind of insured person', 0x01),
      cn(0x80, '建账日期', 'account opened', 0x04),
      an(0x8b, '个人账号', 'personal account', 0x1d),
      an(0x8a, '医疗证号', 'medical certificate', 0x0f),
      an(0x83, '定点医疗机构1', 'chosen hospital 1', 0x09),
      an(0x86, '定点医疗机构2', 'chosen hospital 2', 0x09),
      an(0x89, '定点医疗机构3', 'chosen hospital 3', 0x09),
      an(0x7d, '工伤协议机构1', 'work injury hospital 1', 0x09),
      an(0x7e, '工伤协议机构2', 'work injury hospital 2', 0x09),
      an(0x7f, '工伤协议机构3', 'work injury hospital 3', 0x09),
      an(0x8d, '生育定点机构1', 'maternity hospital 1', 0x09),
      an(0x8e, '生育定点机构2', 'maternity hospital 2', 0x09),
      an(0x8f, '用卡方式', 'way of use', 0x01),
    ]),
    records('DF04EF06', t('临时脱网结算', 'temporary offline settlement'), pinAnd('RK1DF04'), key('UK2DF04'), [
      an(0x90, '准许脱网标志', 'offline allowed', 0x01),
      cn(0x92, '脱网累计金额', 'offline total', 0x04),
      an(0x93, '脱网累计次数', 'offline count', 0x02),
    ]),
    cyclic('DF04EF08', t('医疗交易明细', 'medical transactions'), PIN, NEVER, 30, MEDICAL_RECORD),
    cyclic('DF04EF15', t('特殊医疗结算', 'special settlement'), pinOr('RK1DF04'), key('UK2DF04'), 8, [
      binary(0, '交易序号', 'sequence number', 0x02),
      an(0, '类别', 'kind', 0x01),
    ]),
  ]),
});

/** DF05 生命与健康, informative annex of V2 without a RID: selected by FID; sscard.md 4.7, [1]. */
const DF05: LayoutDirectory = Object.freeze({
  name: 'DF05',
  fid: 0xdf05,
  aid: undefined,
  label: t('生命与健康', 'life and health'),
  files: Object.freeze([
    records('DF05EF05', t('生命与健康', 'life and health'), FREE, key('UK1DF05'), [
      an(0xa0, '健康状况', 'health', 0x01),
      an(0xa1, '残疾类别', 'kind of disability', 0x01),
      an(0xb9, '残疾等级', 'degree of disability', 0x01),
      an(0xa2, 'ABO血型', 'ABO blood group', 0x04),
      cn(0xa9, 'RH血型', 'RH factor', 0x01),
      group(0xa3, '禁忌药物', 'drug to avoid', 0x18, 5, [
        an(0xa5, '药物名称', 'drug', 0x10),
        an(0xa6, '药物代码', 'drug code', 0x04),
      ]),
      group(0xa4, '重大疾病', 'serious illness', 0x17, 5, [
        an(0xa7, '疾病名称', 'illness', 0x10),
        an(0xa8, '疾病代码', 'illness code', 0x03),
      ]),
      an(0xba, '过敏物质', 'allergen', 0x14),
      an(0xbb, '过敏反应', 'allergic reaction', 0x64),
      an(0xaa, '免疫接种名称', 'vaccine', 0x14),
      cn(0xab, '免疫接种日期', 'vaccination date', 0x04),
      ...healthFlags(),
      an(0xb8, '医学警示', 'medical alert', 0x28),
    ]),
  ]),
});

/** The one-character flags of DF05 EF05 (0 no, 1 yes, 2 unknown); V2 annex B gives no more than their tags here. */
function healthFlags(): LayoutItem[] {
  const tags = [0xac, 0xad, 0xae, 0xaf, 0xb0, 0xb1, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6, 0xb7, 0xbc];
  return tags.map((tag, i) => an(tag, `健康标志${i + 1}`, `health flag ${i + 1}`, 0x01));
}

/**
 * DF06 社会救助与优抚, informative annex; sscard.md 4.7, [1]. EF06's four groups C9 to E2 are known by their kinds only,
 * not item by item, and are left out.
 */
const DF06: LayoutDirectory = Object.freeze({
  name: 'DF06',
  fid: 0xdf06,
  aid: undefined,
  label: t('社会救助与优抚', 'relief'),
  files: Object.freeze([
    records('DF06EF05', t('社会救助', 'social relief'), key('RK1DF06'), key('UK1DF06'), [
      an(0xc0, '救助机构', 'relief body', 0x46),
      an(0xc2, '救助机构代码', 'relief body code', 0x09),
      ...[0xc3, 0xc4, 0xc5].map((tag, i) =>
        group(tag, `社会救助${i + 1}`, `relief ${i + 1}`, 0x1a, 1, [
          cn(0xe3, '救助代码', 'relief code', 0x01),
          cn(0xe4, '批准日期', 'approved', 0x04),
          cn(0xe5, '复核日期', 'reviewed', 0x04),
          cn(0xe6, '救助金额', 'amount', 0x04),
          cn(0xe7, '救助月份', 'month', 0x03),
        ]),
      ),
    ]),
    records('DF06EF06', t('优待抚恤', 'special care'), key('RK1DF06'), key('UK2DF06'), [
      an(0xc6, '优抚机构', 'special care body', 0x46),
      an(0xc8, '优抚机构代码', 'special care body code', 0x09),
    ]),
  ]),
});

/** DF07 人事人才; sscard.md 4.7, [2+]; the ministry calls every file of it preset. */
const DF07: LayoutDirectory = Object.freeze({
  name: 'DF07',
  fid: 0xdf07,
  aid: 'D15600000504',
  label: t('人事人才信息区', 'personnel'),
  files: Object.freeze([
    records('DF07EF05', t('荣誉', 'honours'), key('RK1DF07'), key('UK1DF07'), [
      an(0xf0, '荣誉称号', 'honour', 0x02),
      an(0xf1, '荣誉级别', 'honour level', 0x01),
      cn(0xf2, '授予日期', 'granted', 0x04),
      an(0xf3, '奖励名称', 'award', 0x03),
      cn(0xf4, '奖励日期', 'award date', 0x04),
    ]),
    records('DF07EF06', t('专家', 'expert'), key('RK2DF07'), key('UK2DF07'), [
      an(0xf5, '专家类别', 'kind of expert', 0x03),
      cn(0xf6, '批准日期', 'approved', 0x04),
      an(0xf7, '批准机构', 'approving body', 0x46),
    ]),
    records('DF07EF07', t('军转', 'former serviceman'), key('RK3DF07'), key('UK3DF07'), [
      cn(0xf8, '安置日期', 'settled', 0x04),
      an(0xf9, '安置方式', 'settlement', 0x01),
    ]),
  ]),
});

export const LAYOUT_2: Layout = Object.freeze({
  version: '2.0',
  directories: Object.freeze([SSSE, DF01, DF02, DF03, DF04, DF05, DF06, DF07]),
});
