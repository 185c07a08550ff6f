import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files of more than a quarter of a minute. Whatever is missing here only starts later. */
const LONGEST = [
  'test/sample/sample.test.ts',
  'engine/intake/arbitrary.test.ts',
  'engine/procedures/twice.test.ts',
  'test/vectors/packages/page.test.ts',
  'engine/readers/readers.test.ts',
  'engine/service/roll-forward/roll-forward.test.ts',
  'engine/procedures/procedures.test.ts',
  'test/cli/report-forms.test.ts',
  'test/cli/cli.test.ts',
  'test/cli/chain.test.ts',
  'test/cli/controls.test.ts',
  'test/vectors/packages/standalone.test.ts',
  'test/cli/signoff.test.ts',
  'test/contract/serve-process.test.ts',
];

/** Long files first, so that none is left to one core when the others are done. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((name) => moduleId.replaceAll('\\', '/').endsWith(`/${name}`));
      return at === -1 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
