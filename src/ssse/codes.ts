/**
 * The code lists of the 2.0 standard that a screen needs (sscard.md 13, `[1]` V2), as the card spells the codes. A code
 * that is not listed is shown as it stands. Lists tagged `[mem]` come from the GB standards that V2 names, from memory.
 */

import { an } from './items.js';
import type { Codes, Item } from './model.js';

/** @param rows each a code, what it says in Chinese, and the rest in English, with blanks between */
function list(...rows: readonly string[]): Codes {
  const codes: Record<string, { zh: string; en: string }> = {};
  for (const row of rows) {
    const [code, zh, ...en] = row.split(' ');
    codes[code] = Object.freeze({ zh, en: en.join(' ') });
  }
  return Object.freeze(codes);
}

const YES_NO = list('0 否 no', '1 是 yes');

/** Flags of the health directory (sscard.md 4.7). */
export const YES_NO_UNKNOWN = list('0 无 no', '1 有 yes', '2 不详 unknown');

export const CARD_CLASS = list('1 学龄前 pre-school child', '2 学生 student', '3 成人 adult', '4 老年 elderly');

export const SEX = list('1 男 male', '2 女 female', '9 未说明 not stated');

/** GB 3304 ethnic groups `[mem]`; 99 as V2 adds it. */
export const ETHNICITY = list(
  '01 汉族 Han',
  '02 蒙古族 Mongol',
  '03 回族 Hui',
  '04 藏族 Tibetan',
  '05 维吾尔族 Uygur',
  '06 苗族 Miao',
  '07 彝族 Yi',
  '08 壮族 Zhuang',
  '09 布依族 Bouyei',
  '10 朝鲜族 Korean',
  '11 满族 Manchu',
  '12 侗族 Dong',
  '13 瑶族 Yao',
  '14 白族 Bai',
  '15 土家族 Tujia',
  '16 哈尼族 Hani',
  '17 哈萨克族 Kazak',
  '18 傣族 Dai',
  '19 黎族 Li',
  '20 傈僳族 Lisu',
  '21 佤族 Va',
  '22 畲族 She',
  '23 高山族 Gaoshan',
  '24 拉祜族 Lahu',
  '25 水族 Sui',
  '26 东乡族 Dongxiang',
  '27 纳西族 Naxi',
  '28 景颇族 Jingpo',
  '29 柯尔克孜族 Kirgiz',
  '30 土族 Tu',
  '31 达斡尔族 Daur',
  '32 仫佬族 Mulao',
  '33 羌族 Qiang',
  '34 布朗族 Blang',
  '35 撒拉族 Salar',
  '36 毛南族 Maonan',
  '37 仡佬族 Gelao',
  '38 锡伯族 Xibe',
  '39 阿昌族 Achang',
  '40 普米族 Pumi',
  '41 塔吉克族 Tajik',
  '42 怒族 Nu',
  '43 乌孜别克族 Uzbek',
  '44 俄罗斯族 Russian',
  '45 鄂温克族 Ewenki',
  '46 德昂族 Deang',
  '47 保安族 Bonan',
  '48 裕固族 Yugur',
  '49 京族 Gin',
  '50 塔塔尔族 Tatar',
  '51 独龙族 Derung',
  '52 鄂伦春族 Oroqen',
  '53 赫哲族 Hezhen',
  '54 门巴族 Monba',
  '55 珞巴族 Lhoba',
  '56 基诺族 Jino',
  '99 其他 other',
);

export const MARRIAGE = list(
  '1 未婚 single',
  '2 已婚 married',
  '3 丧偶 widowed',
  '4 离婚 divorced',
  '9 未说明 not stated',
);

/** 就业或离退休状态. */
export const EMPLOYMENT = list(
  '1 在业 employed',
  '2 离休 retired cadre',
  '3 退休 retired',
  '4 退职 resigned with pension',
  '5 失业 unemployed',
  '6 无业 without occupation',
  '7 从未就业 never employed',
  '8 其他 other',
);

/** 户口类别; the tens digit is the kind, the units digit local or not. */
export const HOUSEHOLD = list(
  '10 非农业户口 non-agricultural',
  '11 本地非农业户口 non-agricultural, local',
  '12 外地非农业户口 non-agricultural, from elsewhere',
  '20 农业户口 agricultural',
  '21 本地农业户口 agricultural, local',
  '22 外地农业户口 agricultural, from elsewhere',
  '30 港澳台侨 Hong Kong, Macao, Taiwan, overseas Chinese',
  '31 香港 Hong Kong',
  '32 澳门 Macao',
  '33 台湾 Taiwan',
  '34 华侨 overseas Chinese',
  '40 外国人 foreigner',
  '41 外国人无永久居留权 foreigner, no permanent residence',
  '42 外国人有永久居留权 foreigner, permanent residence',
  '50 居民户口 resident',
  '51 本地居民户口 resident, local',
  '52 外地居民户口 resident, from elsewhere',
);

/** 人员身份类别. */
export const IDENTITY = list(
  '11 公务员 civil servant',
  '12 参照公务员管理 managed as civil servant',
  '13 专业技术人员 professional',
  '17 职员 clerk',
  '21 企业管理人员 manager',
  '24 工人 worker',
  '27 农民 farmer',
  '31 学生 student',
  '37 军人 soldier',
  '51 自由职业者 freelance',
  '54 个体经营者 self-employed',
  '70 无业人员 without occupation',
  '80 退离休人员 retired',
  '90 其他 other',
);

/** 政治面貌; the names of 04–11 are those of GB/T 4762 `[mem]`. */
export const PARTY = list(
  '01 中共党员 CPC member',
  '02 中共预备党员 CPC probationary member',
  '03 共青团员 Communist Youth League member',
  '04 民革党员 RCCK member',
  '05 民盟盟员 CDL member',
  '06 民建会员 CNDCA member',
  '07 民进会员 CAPD member',
  '08 农工党党员 CPWDP member',
  '09 致公党党员 CZGP member',
  '10 九三学社社员 Jiusan Society member',
  '11 台盟盟员 TDSGL member',
  '12 无党派人士 independent',
  '13 群众 no affiliation',
);

export const EDUCATION = list(
  '11 博士 doctor',
  '14 硕士 master',
  '21 大学本科 bachelor',
  '31 大学专科 junior college',
  '41 中专 secondary specialised school',
  '44 职业高中 vocational high school',
  '47 技工学校 technical school',
  '61 高中 senior high school',
  '71 初中 junior high school',
  '81 小学 primary school',
  '90 其他 other',
);

/** 险种, one list for pension, unemployment, medical, injury and maternity. */
export const INSURANCE = list(
  '110 企业职工基本养老保险 enterprise pension',
  '120 机关事业单位养老保险 public-sector pension',
  '150 新型农村社会养老保险 rural pension',
  '160 城镇居民社会养老保险 urban residents pension',
  '170 城乡居民社会养老保险 residents pension',
  '210 失业保险 unemployment',
  '310 职工基本医疗保险 employee medical',
  '340 离休人员医疗保障 retired-cadre medical',
  '360 老红军医疗保障 Red Army veteran medical',
  '380 新型农村合作医疗 rural cooperative medical',
  '390 城乡居民基本医疗保险 residents medical',
  '391 城镇居民基本医疗保险 urban residents medical',
  '410 工伤保险 work injury',
  '510 生育保险 maternity',
);

/** 医保人员类别. */
export const MEDICAL_PERSON = list(
  '11 在职 employed',
  '21 退休 retired',
  '22 退休异地安置 retired, living elsewhere',
  '31 离休 retired cadre',
  '32 老红军 Red Army veteran',
  '33 二等乙级革命伤残军人 disabled veteran 2B',
  '34 照顾人员 under care',
  '91 其他 other',
);

/** 用卡方式: how the medical account is settled. */
export const CARD_USE = list('1 联网 online', '2 脱网 offline');

/** The card has seen fit to settle offline for a time or not (sscard.md 4.6, tag 90). */
export const OFFLINE_PERMIT = list('0 不准许 not permitted', '1 准许 permitted');

/** 险种及标识: three characters of insurance, then five flags (sscard.md 4.6, tag 81). */
export const MEDICAL_INSURANCE: readonly Item[] = Object.freeze([
  an(0, 3, '险种', 'Insurance', { meaning: { codes: INSURANCE } }),
  an(0, 1, '异地就诊审批', 'Treatment elsewhere approved', { meaning: { codes: YES_NO } }),
  an(0, 1, '门诊统筹', 'Outpatient pooling', { meaning: { codes: YES_NO } }),
  an(0, 1, '门诊大病', 'Outpatient serious illness', { meaning: { codes: YES_NO } }),
  an(0, 1, '医疗救助', 'Medical assistance', { meaning: { codes: YES_NO } }),
  an(0, 1, '优抚补助', 'Veterans subsidy', { meaning: { codes: YES_NO } }),
]);

const EMPLOYMENT_EVENT = list('10 实现就业 employed', '20 终止就业 ended');

const EMPLOYMENT_FORM = list(
  '010 单位就业 with an employer',
  '020 自主创业 own business',
  '021 个体经营 sole trader',
  '022 灵活就业 flexible',
  '023 其他自主就业 other own account',
  '030 公益性岗位 public-welfare post',
  '990 其他 other',
);

/** 就业登记类型及形式 (sscard.md 4.4, tag 4B). */
export const EMPLOYMENT_REGISTRATION: readonly Item[] = Object.freeze([
  an(0, 2, '登记类型', 'Kind', { meaning: { codes: EMPLOYMENT_EVENT } }),
  an(0, 3, '就业形式', 'Form', { meaning: { codes: EMPLOYMENT_FORM } }),
]);

const UNEMPLOYMENT_EVENT = list('10 失业登记 registered', '20 失业注销 cancelled');

/** 失业登记类型及原因 (sscard.md 4.4, tag 4F); the reason lists are not in the reference. */
export const UNEMPLOYMENT_REGISTRATION: readonly Item[] = Object.freeze([
  an(0, 2, '登记类型', 'Kind', { meaning: { codes: UNEMPLOYMENT_EVENT } }),
  an(0, 2, '失业原因', 'Reason'),
  an(0, 2, '注销原因', 'Reason of cancelling'),
]);

/** 扶持政策类型. */
export const SUPPORT_POLICY = list(
  '010 岗位补贴 post subsidy',
  '020 社会保险补贴 insurance subsidy',
  '030 职业介绍补贴 placement subsidy',
  '040 职业培训补贴 training subsidy',
  '050 职业技能鉴定补贴 skill-test subsidy',
  '060 税收优惠 tax relief',
  '061 税收优惠 tax relief',
  '062 税收优惠 tax relief',
  '070 收费减免 fee relief',
  '080 小额担保贷款 guaranteed micro-loan',
  '990 其他 other',
);

/** 工伤认定结论. */
export const INJURY_FINDING = list(
  '1 认定工伤 work injury',
  '2 视同工伤 deemed work injury',
  '3 不属于工伤 not a work injury',
  '4 不视同工伤 not deemed work injury',
);

/** 供养亲属与供养人关系. */
export const DEPENDANT = list(
  '1 配偶 spouse',
  '2 子女 child',
  '4 孙子女 grandchild',
  '5 父母 parent',
  '6 祖父母 grandparent',
  '7 兄弟姐妹 sibling',
);

/** 医疗交易类型; the literal reading of `an 1` (sscard.md 8). */
export const PURSE_TRANSACTION = list('1 划入 load', '2 结算 settlement');

/** 特殊医疗结算类别. */
export const SPECIAL_SETTLEMENT = list(
  '1 工伤 work injury',
  '2 生育 maternity',
  '3 医疗救助 medical assistance',
  '9 其他 other',
);
