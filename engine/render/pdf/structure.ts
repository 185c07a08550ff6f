import {
  PDFArray,
  PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFPage,
  PDFRef,
  PDFString,
} from '@cantoo/pdf-lib';

/** Structure types of ISO 32000-1, 14.8.4 that a report uses. */
export type Tag =
  | 'Document'
  | 'Div'
  | 'P'
  | 'H1'
  | 'H2'
  | 'L'
  | 'LI'
  | 'LBody'
  | 'Table'
  | 'TR'
  | 'TH'
  | 'TD'
  | 'Code'
  | 'Figure'
  | 'TOC'
  | 'TOCI'
  | 'Link';

/** A stretch of marked content, or an annotation, on a page. */
export type Content = { page: PDFPage; mcid: number } | { page: PDFPage; annotation: PDFRef };

export interface Element {
  readonly tag: Tag;
  readonly kids: (Element | Content)[];
  /** Which cells a header cell speaks for. */
  readonly scope?: 'Row' | 'Column';
  /** A figure in words, and where it stands on its page: left, bottom, right, top. */
  readonly figure?: { description: string; box: readonly [number, number, number, number] };
}

/** The logical order of a document apart from where it stands on paper (ISO 32000-1, 14.7). */
export class Structure {
  readonly root: Element = { tag: 'Document', kids: [] };
  current: Element = this.root;
  /** Elements of a page's marked content, in the order of their ids. */
  readonly #owners = new Map<PDFPage, Element[]>();
  readonly #annotations: { dict: PDFDict; owner: Element }[] = [];

  /** A new element at the end of the current one. */
  add(tag: Tag, scope?: 'Row' | 'Column'): Element {
    const element: Element = scope === undefined ? { tag, kids: [] } : { tag, kids: [], scope };
    this.current.kids.push(element);
    return element;
  }

  /** A new figure at the end of the current element. */
  addFigure(figure: NonNullable<Element['figure']>): Element {
    const element: Element = { tag: 'Figure', kids: [], figure };
    this.current.kids.push(element);
    return element;
  }

  /** Takes the next stretch of content of a page into the current element; returns its id on the page. */
  mark(page: PDFPage): number {
    const owners = this.#owners.get(page) ?? [];
    this.#owners.set(page, owners);
    const mcid = owners.push(this.current) - 1;
    this.current.kids.push({ page, mcid });
    return mcid;
  }

  annotate(page: PDFPage, annotation: PDFRef, dict: PDFDict): void {
    this.current.kids.push({ page, annotation });
    this.#annotations.push({ dict, owner: this.current });
  }

  /** Writes the structure tree and the way back from marked content to it. */
  write(document: PDFDocument): void {
    const { context, catalog } = document;
    const refs = new Map<Element, PDFRef>();
    const refOf = (element: Element) => {
      const ref = refs.get(element) ?? context.nextRef();
      refs.set(element, ref);
      return ref;
    };
    const treeRoot = context.nextRef();
    const writeElement = (element: Element, parent: PDFRef): void => {
      const ref = refOf(element);
      const home = element.kids.find((kid) => 'page' in kid)?.page;
      const kids = element.kids.map((kid) => {
        if ('tag' in kid) return refOf(kid);
        if ('annotation' in kid) return context.obj({ Type: 'OBJR', Pg: kid.page.ref, Obj: kid.annotation });
        return kid.page === home
          ? PDFNumber.of(kid.mcid)
          : context.obj({ Type: 'MCR', Pg: kid.page.ref, MCID: kid.mcid });
      });
      const dict = context.obj({
        S: element.tag,
        P: parent,
        K: kids.length === 1 ? kids[0]! : context.obj(kids),
      });
      if (home !== undefined) dict.set(PDFName.of('Pg'), home.ref);
      if (element.scope !== undefined)
        dict.set(PDFName.of('A'), context.obj({ O: 'Table', Scope: element.scope }));
      if (element.figure !== undefined) {
        dict.set(PDFName.of('Alt'), PDFHexString.fromText(element.figure.description));
        dict.set(PDFName.of('A'), context.obj({ O: 'Layout', BBox: [...element.figure.box] }));
      }
      context.assign(ref, dict);
      for (const kid of element.kids) if ('tag' in kid) writeElement(kid, ref);
    };
    writeElement(this.root, treeRoot);

    const numbers = PDFArray.withContext(context);
    const parentOf = (key: number, value: PDFRef | PDFArray) => {
      numbers.push(PDFNumber.of(key));
      numbers.push(value);
    };
    let key = 0;
    for (const page of document.getPages()) {
      const owners = this.#owners.get(page);
      if (owners === undefined) continue;
      page.node.set(PDFName.of('StructParents'), PDFNumber.of(key));
      page.node.set(PDFName.of('Tabs'), PDFName.of('S'));
      parentOf(key, context.obj(owners.map(refOf)));
      key += 1;
    }
    for (const { dict, owner } of this.#annotations) {
      dict.set(PDFName.of('StructParent'), PDFNumber.of(key));
      parentOf(key, refOf(owner));
      key += 1;
    }
    context.assign(
      treeRoot,
      context.obj({
        Type: 'StructTreeRoot',
        K: refOf(this.root),
        ParentTree: context.obj({ Nums: numbers }),
        ParentTreeNextKey: key,
      }),
    );
    catalog.set(PDFName.of('StructTreeRoot'), treeRoot);
    catalog.set(PDFName.of('MarkInfo'), context.obj({ Marked: true }));
    catalog.set(PDFName.of('Lang'), PDFString.of('en'));
  }
}
