/** The chapters of the plan, in the order of the standard's. */

import type { Case } from './case.js';
import { CASES as K01 } from './k01-selection.js';
import { CASES as K02 } from './k02-initiation.js';
import { CASES as K03 } from './k03-records.js';
import { CASES as K04 } from './k04-sda.js';
import { CASES as K05 } from './k05-dda-cda.js';
import { CASES as K06 } from './k06-restrictions.js';
import { CASES as K07 } from './k07-cardholder.js';
import { CASES as K08 } from './k08-risk.js';
import { CASES as K09 } from './k09-action-analysis.js';
import { CASES as K10 } from './k10-cryptogram.js';
import { CASES as K11 } from './k11-online.js';
import { CASES as K12 } from './k12-scripts.js';
import { CASES as K13 } from './k13-completion.js';
import { CASES as K14 } from './k14-card.js';
import { CASES as K15 } from './k15-host.js';
import { CASES as K15_NETWORK } from './k15-network.js';
import { CASES as K16 } from './k16-policy.js';

export const ALL_CASES: readonly Case[] = [
  ...K01,
  ...K02,
  ...K03,
  ...K04,
  ...K05,
  ...K06,
  ...K07,
  ...K08,
  ...K09,
  ...K10,
  ...K11,
  ...K12,
  ...K13,
  ...K14,
  ...K15,
  ...K15_NETWORK,
  ...K16,
];
