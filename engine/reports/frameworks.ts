import { frameworkCoverage, type RequirementStatus } from '#engine/frameworks/coverage.ts';
import { grouped, line, type ReportInput, type ReportModel, type ReportSpec } from './model.ts';

/** Coverage of frameworks: requirement by requirement, the tests that bear on it and how their latest runs ended. */
export const frameworksReport: ReportSpec = { id: 'frameworks', title: 'Framework Coverage', build };

const WORDS: Readonly<Record<RequirementStatus, string>> = {
  exceptions: 'exceptions found',
  no_exceptions: 'no exceptions in what was tested',
  not_concluded: 'not concluded',
  not_tested: 'not tested',
};

async function build({ session, moments }: ReportInput): Promise<ReportModel> {
  const frameworks = await frameworkCoverage(session);
  const rows = frameworks.flatMap(({ name, requirements }) =>
    requirements.flatMap(({ id, summary, status, procedures }) =>
      procedures.map(({ status: run, ...procedure }) => ({
        framework: name,
        requirement: id,
        summary,
        status,
        run,
        ...procedure,
      })),
    ),
  );
  const statuses = frameworks.flatMap(({ requirements }) => requirements.map(({ status }) => status));
  const count = (wanted: RequirementStatus) => statuses.filter((status) => status === wanted).length;
  return {
    report: 'frameworks',
    title: `Framework Coverage - ${moments.as_of_text}`,
    as_of: moments.as_of_text,
    period: null,
    figures: {
      requirements: statuses.length,
      with_exceptions: count('exceptions'),
      without_exceptions: count('no_exceptions'),
      not_concluded: count('not_concluded'),
      not_tested: count('not_tested'),
    },
    rows,
    sections: frameworks.map(({ name, edition, requirements }) => ({
      heading: `${name} (${edition})`,
      lines: requirements.flatMap(({ id, summary, status, procedures }) => [
        line(id, WORDS[status], summary),
        line(
          'Tests with a result',
          `${procedures.filter((one) => one.concluded).length} of ${procedures.length}`,
          procedures.some(({ failing }) => (failing ?? 0) > 0)
            ? procedures
                .filter(({ failing }) => (failing ?? 0) > 0)
                .map(
                  ({ procedure, failing, population }) =>
                    `${procedure}: ${grouped(failing ?? 0)} of ${grouped(population ?? 0)}`,
                )
                .join('; ')
            : undefined,
          2,
        ),
      ]),
    })),
    notes: [
      ...(count('not_tested') === statuses.length ? ['NO DATA: no procedure was run to its end.'] : []),
      'Which tests bear on a requirement is our own reading. No line says that a requirement is met: that is the conclusion of a person, on more than access data.',
    ],
  };
}
