import { strikeOnce } from './money-once.js';

strikeOnce('purchase with a script', 'purchase that owes a notice');
