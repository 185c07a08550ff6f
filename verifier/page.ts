import './buffer.ts';
import type { VerifyReport } from '#shared/model/verify.ts';
import { toEnvelope } from '#shared/model/errors.ts';
import { VERDICT_MARKS, VERIFY_LAYERS } from '#shared/model/vocabulary.ts';
import { verifyPackage } from '#engine/evidence/verify/index.ts';
import type { ByteSource } from '#engine/evidence/format/byte-source.ts';

/** A file that the reader chose; parts of it are read as they are asked for. */
function blobSource(file: Blob): ByteSource {
  return {
    size: file.size,
    read: async (offset, length) => {
      if (offset < 0 || offset + length > file.size) throw new RangeError('read past the end');
      return new Uint8Array(await file.slice(offset, offset + length).arrayBuffer());
    },
    close: async () => {},
  };
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text = '',
  data: Readonly<Record<string, string>> = {},
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.textContent = text;
  Object.assign(made.dataset, data);
  return made;
}

const state = (ok: boolean | null) => (ok === null ? 'not_proven' : ok ? 'holds' : 'fails');

function reportView({ verdict, checks }: VerifyReport): HTMLElement[] {
  const sum = element('p', `${VERDICT_MARKS[state(verdict === 'valid')]} ${verdict}`, {
    state: state(verdict === 'valid'),
    verdict,
  });
  const layers = VERIFY_LAYERS.flatMap((layer) => {
    const list = element('ul');
    for (const { name, ok, detail } of checks.filter((check) => check.layer === layer)) {
      const item = element('li', '', { layer, name, ok: String(ok) });
      item.append(
        element('b', `${VERDICT_MARKS[state(ok)]} ${name}`, { state: state(ok) }),
        element('span', detail),
      );
      list.append(item);
    }
    return [element('h2', layer), list];
  });
  const open = checks.filter(({ ok }) => ok === null).length;
  const note = `${checks.length} checks were made; ${open === 0 ? 'each was decided' : `${open} could not be decided, as the report says`}.`;
  return [sum, element('p', note), ...layers, saved({ verdict, checks })];
}

/** The same report as a file, in the form of `tickmark verify --json`. */
function saved(report: VerifyReport): HTMLElement {
  const link = element('a', 'Save this report (JSON)');
  link.download = 'verify.json';
  link.href = URL.createObjectURL(
    new Blob([`${JSON.stringify(report, null, 2)}\n`], { type: 'application/json' }),
  );
  const line = element('p');
  line.append(link);
  return line;
}

const input = (id: string) => document.getElementById(id) as HTMLInputElement;
const output = document.getElementById('report')!;
/** The latest question: an answer to an earlier one is not shown. */
let asked = 0;

async function verify(): Promise<void> {
  const [file] = input('package').files ?? [];
  if (file === undefined) return;
  asked += 1;
  const mine = asked;
  output.setAttribute('aria-busy', 'true');
  output.replaceChildren(element('p', `Checking ${file.name} …`));
  const trust = await Promise.all([...(input('trust').files ?? [])].map((each) => each.text()));
  const view = await verifyPackage(blobSource(file), trust.length === 0 ? {} : { trust }).then(
    reportView,
    (error: unknown) => {
      const { code, message, hint } = toEnvelope(error);
      return [
        element('p', `error ${code}: ${message}`, { state: 'fails', error: code }),
        element('p', hint ?? ''),
      ];
    },
  );
  if (mine !== asked) return;
  output.replaceChildren(...view);
  output.setAttribute('aria-busy', 'false');
}

for (const id of ['package', 'trust']) input(id).addEventListener('change', () => void verify());
