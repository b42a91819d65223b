import { strikeOnce } from './money-once.js';

strikeOnce('balance', 'settle', 'settle with differences', 'disputes');
