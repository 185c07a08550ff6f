import { TickmarkError } from '#shared/model/errors.ts';
import { NEW_KEY_KINDS } from '#shared/model/vocabulary.ts';
import { badUsage, choice } from '../args.ts';
import type { Command } from '../command.ts';
import { textTable } from '../terminal.ts';

const ED25519 =
  'PDF readers know no Ed25519: this key signs packages, not the PDF report in them. Checking it with stock tools takes OpenSSL 3.';

export const keys: Command = {
  name: 'keys',
  usage:
    'keys new NAME [--algorithm ecdsa-sha256|ed25519] | keys import FILE.p12 NAME | keys list | keys export-cert NAME   [--json]',
  summary: 'Make, import and list signing keys',
  options: { json: { type: 'boolean' }, algorithm: { type: 'string' } },
  async run({ words, terminal, call, path, passphrase, env }) {
    const [action, first, second, ...more] = words.positionals;
    const asJson = words.flag('json');
    const only = (count: number) => {
      if (words.positionals.length !== count || more.length > 0)
        throw badUsage(`"keys ${action}" has other words than expected`, keys.usage);
    };
    const twice = async () => {
      const chosen = await passphrase('New passphrase: ');
      if (env['TICKMARK_PASSPHRASE'] === undefined && chosen !== (await passphrase('Again: '))) {
        throw new TickmarkError('KEY_PASSPHRASE', 'the two passphrases differ', {
          hint: 'Nothing was written. Try again.',
        });
      }
      return chosen;
    };
    if (action === 'list') {
      only(1);
      const list = await call('keys.list', {});
      const unreadable = await call('keys.unreadable', {});
      for (const file of unreadable) terminal.note(`${file} is no key that can be read`);
      if (asJson) terminal.json({ keys: list, unreadable });
      else if (list.length === 0) terminal.out('No keys yet. Make one with "tickmark keys new NAME".');
      else
        terminal.out(
          textTable(
            ['name', 'algorithm', 'holder', 'valid until', 'fingerprint'],
            list.map((key) => [key.name, key.algorithm, key.subject, key.not_after, key.fingerprint]),
            100,
          ),
        );
      return 0;
    }
    if (action === 'new' && first !== undefined) {
      only(2);
      const algorithm = choice(
        words.text('algorithm'),
        NEW_KEY_KINDS,
        'ecdsa-sha256',
        'algorithm',
        keys.usage,
      );
      const key = await call('keys.create', { name: first, passphrase: await twice(), algorithm });
      if (asJson) terminal.json(key);
      else
        terminal.out(
          `Key ${key.name} (${key.algorithm}) made, valid until ${key.not_after}\nFingerprint ${key.fingerprint}`,
        );
      if (!asJson && algorithm === 'ed25519') terminal.out(ED25519);
      return 0;
    }
    if (action === 'import' && first !== undefined && second !== undefined) {
      only(3);
      const filePassphrase =
        env['TICKMARK_FILE_PASSPHRASE'] ?? (await passphrase('Passphrase of the file: '));
      const key = await call('keys.import', {
        file: path(first),
        name: second,
        file_passphrase: filePassphrase,
        passphrase: await twice(),
      });
      if (asJson) terminal.json(key);
      else terminal.out(`Key ${key.name} (${key.algorithm}) imported: ${key.subject}`);
      return 0;
    }
    if (action === 'export-cert' && first !== undefined) {
      only(2);
      const { pem } = await call('keys.certificate', { name: first });
      terminal.out(pem.trimEnd());
      return 0;
    }
    throw badUsage('"keys" takes new, import, list or export-cert', keys.usage);
  },
};
