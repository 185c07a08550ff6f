import {
  type PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFPage,
  type PDFRef,
} from '@cantoo/pdf-lib';

export interface Bookmark {
  title: string;
  level: 1 | 2;
  page: PDFPage;
  /** Distance from the lower edge. */
  y: number;
}

interface Node extends Bookmark {
  ref: PDFRef;
  children: Node[];
}

/** Writes bookmarks (ISO 32000-1, 12.3.3): level 2 entries lie under the level 1 entry before them. */
export function addOutline(document: PDFDocument, bookmarks: readonly Bookmark[]): void {
  if (bookmarks.length === 0) return;
  const { context, catalog } = document;
  const root = context.nextRef();
  const tree: Node[] = [];
  for (const bookmark of bookmarks) {
    const node: Node = { ...bookmark, ref: context.nextRef(), children: [] };
    const parent = bookmark.level === 2 ? tree.at(-1) : undefined;
    (parent?.children ?? tree).push(node);
  }
  write(tree, root);
  context.assign(
    root,
    context.obj({
      Type: 'Outlines',
      First: tree[0]!.ref,
      Last: tree.at(-1)!.ref,
      Count: PDFNumber.of(tree.length),
    }),
  );
  catalog.set(PDFName.of('Outlines'), root);
  catalog.set(PDFName.of('PageMode'), PDFName.of('UseOutlines'));

  function write(nodes: readonly Node[], parent: PDFRef): void {
    nodes.forEach((node, i) => {
      const entry = context.obj({
        Parent: parent,
        Dest: [node.page.ref, 'XYZ', null, PDFNumber.of(Math.round(node.y)), null],
      });
      entry.set(PDFName.of('Title'), PDFHexString.fromText(node.title));
      const previous = nodes[i - 1];
      const next = nodes[i + 1];
      if (previous) entry.set(PDFName.of('Prev'), previous.ref);
      if (next) entry.set(PDFName.of('Next'), next.ref);
      if (node.children.length > 0) {
        entry.set(PDFName.of('First'), node.children[0]!.ref);
        entry.set(PDFName.of('Last'), node.children.at(-1)!.ref);
        // Negative: closed when the document is opened.
        entry.set(PDFName.of('Count'), PDFNumber.of(-node.children.length));
      }
      context.assign(node.ref, entry);
      write(node.children, node.ref);
    });
  }
}
