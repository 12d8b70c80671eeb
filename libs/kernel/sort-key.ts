/** Accents, umlauts, cedillas and the like, as NFKD takes them off their letters. Marks of other scripts are letters there and stay. */
const MARKS = /[\u0300-\u036F]/g;

/** Latin letters that Unicode does not take apart, as people look them up. */
const LETTERS: Readonly<Record<string, string>> = { æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', ħ: 'h', ı: 'i', ł: 'l', þ: 'th' };
const UNDIVIDED = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');

/** Stands between the folded name and the name itself, below every letter and space, so that `Ann` comes before `Ann Arbor`. */
const END = '\u0001';

/**
 * Text that sorts by code unit as people sort names: letters before case and accents, `albert, Álvaro, apple, Brenda, Émile, öko, Zebra`;
 * names that differ in nothing else follow each other by code unit. It is computed in a fold and kept, so that every engine gives one
 * order and none needs a collation.
 *
 * Limits: it knows no language (Swedish puts Å behind Z, Spanish ñ behind n; here they stand with A and n), no numbers (`10` before
 * `9`) and no reading of Han characters, which follow each other by code point; hyphens, dots and spaces count. Unicode's tables come
 * with the runtime: letters that a later one adds sort by code point until then.
 */
export const sortKeyOf = (name: string): string => {
  // Twice, because some letters (ß, ﬁ, İ) only fold into plain ones by way of their capitals.
  const folded = name.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKD').replaceAll(MARKS, '');
  return `${folded.replaceAll(UNDIVIDED, (letter) => LETTERS[letter] ?? letter)}${END}${name}`;
};
