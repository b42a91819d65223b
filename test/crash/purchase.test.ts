import { strikeOnce } from './money-once.js';

strikeOnce('purchase', 'purchase after another', 'purchase while one is pending');
