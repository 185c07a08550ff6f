import type { ReactNode } from 'react';

/** The small part of Markdown that procedures' READMEs use; everything else shows as written. Never HTML. */
export function Prose({ text }: { text: string }) {
  return <div className="prose">{blocks(text).map(renderBlock)}</div>;
}

type Block =
  | { kind: 'heading' | 'paragraph' | 'code'; text: string }
  | { kind: 'list'; ordered: boolean; items: string[] };

export function blocks(text: string): Block[] {
  const out: Block[] = [];
  let code: string[] | null = null;
  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    if (line.startsWith('```')) {
      if (code) out.push({ kind: 'code', text: code.join('\n') });
      code = code ? null : [];
    } else if (code) {
      code.push(line);
    } else {
      addLine(out, line);
    }
  }
  if (code) out.push({ kind: 'code', text: code.join('\n') });
  return out.filter((block) => block.kind === 'list' || block.text !== '');
}

function addLine(out: Block[], line: string): void {
  const heading = /^#{1,6}\s+(.*)$/.exec(line);
  const item = /^\s*(?:[-*]|(\d+)\.)\s+(.*)$/.exec(line);
  const last = out.at(-1);
  if (heading) {
    out.push({ kind: 'heading', text: heading[1]! });
  } else if (item) {
    const ordered = item[1] !== undefined;
    if (last?.kind === 'list' && last.ordered === ordered) last.items.push(item[2]!);
    else out.push({ kind: 'list', ordered, items: [item[2]!] });
  } else if (line.trim() === '') {
    out.push({ kind: 'paragraph', text: '' });
  } else if (last?.kind === 'list' && /^\s+\S/.test(line)) {
    last.items[last.items.length - 1] += ` ${line.trim()}`;
  } else if (last?.kind === 'paragraph') {
    last.text = last.text === '' ? line.trim() : `${last.text} ${line.trim()}`;
  } else {
    out.push({ kind: 'paragraph', text: line.trim() });
  }
}

function renderBlock(block: Block, key: number): ReactNode {
  if (block.kind === 'heading') return <h3 key={key}>{inline(block.text)}</h3>;
  if (block.kind === 'code') {
    return (
      <pre key={key} className="sql">
        {block.text}
      </pre>
    );
  }
  if (block.kind !== 'list') return <p key={key}>{inline(block.text)}</p>;
  const items = block.items.map((item, i) => <li key={`${i}-${item}`}>{inline(item)}</li>);
  return block.ordered ? <ol key={key}>{items}</ol> : <ul key={key}>{items}</ul>;
}

/** `code`, **strong** and *stressed*; links keep their words. */
function inline(text: string): ReactNode[] {
  const plain = text.replace(/\[([^\]]+)\]\([^)]*\)/g, '$1');
  return plain
    .split(/(`[^`]+`|\*\*[^*]+\*\*|(?<![\w*])\*[^\s*](?:[^*]*[^\s*])?\*(?![\w*]))/g)
    .map((part, i) => {
      const key = `${i}-${part}`;
      if (part.startsWith('`') && part.length > 2) return <code key={key}>{part.slice(1, -1)}</code>;
      if (part.startsWith('**') && part.length > 4) return <strong key={key}>{part.slice(2, -2)}</strong>;
      if (/^\*[^*]+\*$/.test(part)) return <em key={key}>{part.slice(1, -1)}</em>;
      return part;
    });
}
