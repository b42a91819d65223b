import { strikeOnce } from './money-once.js';

strikeOnce('void', 'refund');
