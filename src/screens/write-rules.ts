/** Table: why something cannot be written, in words that follow the name of the file and the item. One row a rule. */

import { words } from '../base/text.js';

export const WRITE_RULE_TEXTS = Object.freeze({
  digits: words('应为数字', 'must be digits'),
  'digit-count': words('数字位数不符', 'has a wrong number of digits'),
  date: words('日期或时间不存在', 'is no day or time that exists'),
  characters: words('含有GBK以外的字符或控制字符', 'has characters that GBK lacks, or control characters'),
  'too-long': words('超出数据项长度', 'is longer than the item'),
  number: words('应为十进制数', 'must be a decimal number'),
  hexadecimal: words('应为十六进制且长度相符', 'must be hexadecimal of the right length'),
  parts: words('内含项的个数不符', 'has a wrong number of inner items'),
  'address-grammar': words('文件地址串格式错误', 'the file address breaks the grammar'),
  'data-grammar': words('写入数据串格式错误', 'the data break the grammar'),
  'data-files': words('数据与地址的文件不一致', 'data and address name different files'),
  'data-values': words('数据与地址的项数不一致', 'data and address have different numbers of items'),
  'nothing-named': words('未指定数据项', 'no item is named'),
  'no-such-item': words('此版本的文件没有该数据项', 'the file has no such item in this version'),
  'named-twice': words('数据项重复', 'the item is named twice'),
  'whole-file': words('该文件只能整体或追加写入', 'the file is written as a whole or appended to'),
  'read-only': words('该文件由卡片自行写入', 'only the card itself writes this file'),
});
