import { describe, expect, it } from '@jest/globals';
import { Folder } from '../testing/folder.js';
import { checkMapping } from './check-mapping.js';
import { readLookups } from './lookups.js';
import { type Lookup, type Mapping } from './mapping.js';

const mappingOf = (lookup: Partial<Lookup> = {}): Mapping => {
  const checked = checkMapping({
    name: 'm',
    lookups: { products: { file: 'products', name: 'product', aliases: { GTXPro: 'GTX Pro' }, ...lookup } },
    files: [
      { role: 'products', file: 'products.csv', key: ['product'], columns: { product: 'text' }, commands: [] },
      { role: 'deals', file: 'deals.csv', key: ['id'], columns: { id: 'text', product: { type: 'lookup', in: 'products' } }, commands: [] },
    ],
  });
  if ('problems' in checked) throw new Error(checked.problems.join('\n'));
  return checked.mapping;
};

const PRODUCTS = 'product,code\nGTX Pro,p1\nGTX Basic,p2\nMG Special,p3\n';

const names = async (content = PRODUCTS, lookup: Partial<Lookup> = {}, given: readonly string[] = ['products', 'deals']) => {
  await using folder = await Folder.with({ 'products.csv': content });
  const mapping = mappingOf(lookup);
  return await readLookups(
    mapping,
    mapping.files.filter(({ role }) => given.includes(role)).map((file) => ({ file, path: folder.at(file.file) })),
  );
};

describe('looking names up', () => {
  it('U7: finds a name, and one that is spelled otherwise where the mapping says what it means', async () => {
    const found = await names();
    expect(found.find('products', 'GTX Basic')).toEqual({ id: 'gtx-basic', name: 'GTX Basic' });
    expect(found.find('products', 'GTXPro')).toEqual({ id: 'gtx-pro', name: 'GTX Pro' });
  });

  it('U7: tells near misses, and takes none of them', async () => {
    expect((await names(PRODUCTS, { aliases: {} })).find('products', 'GTXPro')).toEqual({
      problem: expect.stringMatching(
        /^"GTXPro" is not among the names of .*products\.csv; did you mean "GTX Pro".*lookups: products: aliases$/,
      ),
      why: 'UNKNOWN_NAME',
    });
    expect((await names()).find('products', 'Something else entirely')).toEqual({
      problem: expect.stringMatching(/add it there, or to the aliases of products/),
      why: 'UNKNOWN_NAME',
    });
    expect((await names()).find('products', 'gtx basic')).toHaveProperty('problem');
  });

  it('takes ids from a column where the lookup names one', async () => {
    expect((await names(PRODUCTS, { id: 'code' })).find('products', 'MG Special')).toEqual({ id: 'p3', name: 'MG Special' });
  });

  it.each([
    ['two names of one id', `${PRODUCTS}GTX-Pro,p9\n`, {}, /"GTX Pro" and "GTX-Pro" in .* both come to the id gtx-pro/],
    ['no such column', 'item\nGTX Pro\n', {}, /no column product; the header has item/],
    ['no column of ids', PRODUCTS, { id: 'sku' }, /no column sku; the header has product, code/],
    ['an empty file', '', {}, /cannot read .*products\.csv: it is empty/],
  ])('refuses a file with %s, by its name', async (_what, content, lookup, message) => {
    await expect(names(content, lookup)).rejects.toMatchObject({ exit: 2, message: expect.stringMatching(message) });
  });

  it('asks for the file with the names where only the other was given', async () => {
    await expect(names(PRODUCTS, {}, ['deals'])).rejects.toMatchObject({
      exit: 2,
      message: expect.stringMatching(/products\.csv \(lookup products\), which was not given/),
      fix: expect.stringMatching(/products=<path of products\.csv>/),
    });
  });

  it('reads no names where nobody looks them up', async () => {
    await expect(names('', {}, ['products'])).resolves.toBeDefined();
  });
});
