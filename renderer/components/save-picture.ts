import { words } from '../strings/words.ts';
import { say } from './copy.ts';

/** What a drawing looks like without this window's style sheets. */
const LOOKS = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'stroke-linecap',
  'stroke-opacity',
  'paint-order',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'dominant-baseline',
] as const;
const SCALE = 2;

/** Saves a drawing as it looks now, on its own: as SVG, or as PNG at twice its size. */
export async function savePicture(svg: SVGSVGElement, name: string, form: 'svg' | 'png'): Promise<void> {
  const file = `${fileName(name)}.${form}`;
  const blob = new Blob([standalone(svg)], { type: 'image/svg+xml' });
  const written = form === 'svg' ? blob : await paint(blob, svg);
  if (written === null) return say(words.pictureRefused);
  const url = URL.createObjectURL(written);
  const link = document.createElement('a');
  link.href = url;
  link.download = file;
  link.click();
  // The browser takes the bytes after this turn.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  say(words.pictureSaved(file));
}

/** `Access path: ana@x.com` → `access-path-ana-x-com`. */
export function fileName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return plain.replace(/^-+|-+$/g, '').slice(0, 80) || 'picture';
}

function standalone(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const from = [svg, ...svg.querySelectorAll('*')];
  const to = [copy, ...copy.querySelectorAll('*')];
  for (const [i, element] of from.entries()) {
    const look = getComputedStyle(element);
    for (const property of LOOKS) to[i]?.setAttribute(property, look.getPropertyValue(property));
    to[i]?.removeAttribute('class');
  }
  // Doors lead into this window; outside of it they lead nowhere.
  for (const link of copy.querySelectorAll('a')) link.removeAttribute('href');
  const { width, height } = svg.viewBox.baseVal;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const paper = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  paper.setAttribute('width', String(width));
  paper.setAttribute('height', String(height));
  paper.setAttribute('fill', getComputedStyle(document.body).backgroundColor);
  copy.prepend(paper);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(copy)}\n`;
}

/** null where the browser cannot paint it. */
async function paint(drawing: Blob, svg: SVGSVGElement): Promise<Blob | null> {
  const url = URL.createObjectURL(drawing);
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = svg.viewBox.baseVal.width * SCALE;
    canvas.height = svg.viewBox.baseVal.height * SCALE;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(url);
  }
}
