/** A document of a read model with several kinds of documents, as it is answered where all are of one. */
export const withoutKind = <Document extends { readonly kind: string }>(document: Document): Omit<Document, 'kind'> => {
  const { kind: _, ...line } = document;
  return line;
};
