import { describe, expect, it } from '@jest/globals';
import { Folder } from '../testing/folder.js';
import { openCsv, type Row } from './csv.js';
import { RECORD_BYTES_MAX } from './csv-records.js';
import { type FileMapping } from './mapping.js';

const FILE: FileMapping = {
  role: 'people',
  file: 'people.csv',
  key: ['id'],
  columns: { id: { type: 'text' }, name: { type: 'text' } },
  commands: [],
};

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1');

/** The rows of a file, or what is wrong with it as a whole. */
const read = async (content: string | Uint8Array, file: FileMapping = FILE) => {
  await using folder = await Folder.with({ 'people.csv': content });
  const opened = await openCsv(folder.at('people.csv'), file);
  return 'problems' in opened ? opened : { header: opened.header, bytes: opened.bytes, rows: await Array.fromAsync(opened.rows) };
};

const rowsOf = async (content: string | Uint8Array, file?: FileMapping): Promise<readonly Row[]> => {
  const opened = await read(content, file);
  if ('problems' in opened) throw new Error(JSON.stringify(opened.problems));
  return opened.rows;
};

const problemsOf = async (content: string | Uint8Array, file?: FileMapping) => {
  const opened = await read(content, file);
  return 'problems' in opened ? opened.problems : [];
};

describe('reading CSV', () => {
  it('follows RFC 4180: quotes, doubled quotes, separators and line breaks in fields', async () => {
    expect((await rowsOf('id,name\n1,"Fuller, Andrew"\n2,"say ""hi"""\n3,"two\nlines"\n')).map(({ fields }) => fields)).toEqual([
      ['1', 'Fuller, Andrew'],
      ['2', 'say "hi"'],
      ['3', 'two\nlines'],
    ]);
  });

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('counts lines right with %s, also behind fields that hold line breaks and behind blank lines', async (_name, eol) => {
    const rows = await rowsOf(['id,name', '1,a', '2,"b', 'b', 'b"', '', '3,c', '4,d'].join(eol));
    expect(rows.map(({ line, fields }) => [line, fields[0]])).toEqual([
      [2, '1'],
      [3, '2'],
      [7, '3'],
      [8, '4'],
    ]);
  });

  it('reads a file whose lines end in different ways', async () => {
    expect((await rowsOf('id,name\r\n1,a\n2,b\r\n')).map(({ line, fields }) => [line, fields])).toEqual([
      [2, ['1', 'a']],
      [3, ['2', 'b']],
    ]);
  });

  it('drops a byte order mark and reads UTF-8', async () => {
    const opened = await read('\uFEFFid,name\n1,Frédérique Citeaux 🐓\n');
    expect(opened).toMatchObject({ header: ['id', 'name'], bytes: 39, rows: [{ fields: ['1', 'Frédérique Citeaux 🐓'], bytesRead: 39 }] });
  });

  it('takes another separator where the mapping says so', async () => {
    expect((await rowsOf('id;name\n1;a,b\n', { ...FILE, delimiter: ';' }))[0]?.fields).toEqual(['1', 'a,b']);
  });

  it('keeps a quote inside a field that does not begin with one', async () => {
    expect((await rowsOf('id,name\n1,5" pipe\n3,c\n')).map(({ fields, problem }) => [fields[1], problem])).toEqual([
      ['5" pipe', undefined],
      ['c', undefined],
    ]);
  });

  it('streams: leaving early closes the file', async () => {
    await using folder = await Folder.with({ 'people.csv': `id,name\n${'1,a\n'.repeat(200_000)}` });
    const opened = await openCsv(folder.at('people.csv'), FILE);
    if ('problems' in opened) throw new Error('it opens');
    for await (const { bytesRead } of opened.rows) {
      expect(bytesRead).toBe(12);
      break;
    }
  });
});

describe('rows that are wrong', () => {
  it('with too few or too many fields are told from the others', async () => {
    const rows = await rowsOf('id,name\n1\n2,b,c,d\n3,e\n');
    expect(rows.map(({ line, problem }) => [line, problem?.reason])).toEqual([
      [2, '1 fields where the header has 2 (a separator in a field needs quotes around it)'],
      [3, '4 fields where the header has 2; too many: ["c","d"] (a separator in a field needs quotes around it)'],
      [4, undefined],
    ]);
  });

  it('with bytes that are not UTF-8 are told with column and byte', async () => {
    const [good, bad, after] = await rowsOf(
      Buffer.concat([Buffer.from('id,name\n1,México\n2,'), latin1('Ana México\n'), Buffer.from('3,c\n')]),
    );
    expect(good?.problem).toBeUndefined();
    expect(bad).toMatchObject({
      line: 3,
      problem: { column: 'name', reason: expect.stringMatching(/^byte 25 of the file \(0xe9\) is not UTF-8/) },
    });
    expect(after).toMatchObject({ line: 4, fields: ['3', 'c'] });
  });

  it('count the byte order mark when they name a byte', async () => {
    const [bad] = await rowsOf(Buffer.concat([Buffer.from('\uFEFFid,name\n1,'), latin1('é\n')]));
    expect(bad?.problem?.reason).toMatch(/^byte 13 of the file/);
  });

  it('do not take a replacement character that was written so for a wrong byte', async () => {
    const [row] = await rowsOf(Buffer.concat([Buffer.from('id,name\n1,\uFFFD'), latin1('é\n')]));
    expect(row?.problem?.reason).toMatch(/^byte 13 of the file \(0xe9\)/);
  });

  it('with NUL bytes are told', async () => {
    const rows = await rowsOf(`id,name\n${'1,a\n'.repeat(20_000)}2,b\0b\n3,c\n`);
    expect(rows.filter(({ problem }) => problem !== undefined)).toMatchObject([
      { line: 20_002, problem: { column: 'name', reason: expect.stringMatching(/NUL/) } },
    ]);
  });

  it('after a quote that is never closed cannot be read, and that is told with the line where it begins', async () => {
    const rows = await rowsOf('id,name\n1,a\n2,"b\n3,c\n4,d\n');
    expect(rows).toMatchObject([
      { line: 2, fields: ['1', 'a'] },
      {
        line: 3,
        fields: [],
        problem: { column: '', reason: expect.stringMatching(/record from line 3 is not closed: nothing from there on/) },
      },
    ]);
  });

  it('that are longer than any row end the file without filling the memory', async () => {
    const rows = await rowsOf(`id,name\n1,a\n2,"${'x'.repeat(RECORD_BYTES_MAX)}\n3,c\n`);
    expect(rows).toMatchObject([{ line: 2 }, { line: 3, problem: { reason: expect.stringMatching(/longer than 1048576 bytes/) } }]);
  });
});

describe('files that are wrong as a whole', () => {
  const UTF16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('id,name\n1,a\n', 'utf16le')]);

  it.each<[string, string | Uint8Array, string, RegExp]>([
    ['empty', '', '', /empty: a header line is needed/],
    ['of one blank line', '\n', '', /empty/],
    ['of nothing but a byte order mark', '\uFEFF', '', /empty/],
    ['in UTF-16', UTF16, '', /UTF-16.*iconv/],
    ['a workbook', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), '', /workbook.*export/],
    ['binary', Buffer.from([1, 2, 3, 0, 5]), '', /not CSV: byte 3 is NUL/],
    ['without a column', 'id,nome\n1,a\n', 'name', /no such column; the header has id, nome/],
    ['with a column twice', 'id,name,name\n1,a,b\n', 'name', /2 times/],
    ['with another separator', 'id;name\n1;a\n', '', /separated by ";"/],
    ['with a header that is not UTF-8', latin1('id,name,größe\n'), '', /byte 10 of the file \(0xf6\) is not UTF-8/],
  ])('%s', async (_what, content, column, reason) => {
    expect(await problemsOf(content)).toEqual([{ line: 1, column, reason: expect.stringMatching(reason) }]);
  });

  it('every missing column is named', async () => {
    expect((await problemsOf('a,b\n')).map(({ column }) => column)).toEqual(['id', 'name']);
  });

  it('a file that is not there', async () => {
    const opened = await openCsv('/nowhere/people.csv', FILE);
    expect(opened).toEqual({ problems: [{ line: 1, column: '', reason: expect.stringMatching(/^it cannot be read: ENOENT/) }] });
  });
});
