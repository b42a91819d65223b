import { strikeOnce } from './money-once.js';

strikeOnce('withdraw', 'deposit', 'transfer');
