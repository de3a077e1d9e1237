export const ignores = {
  'ignore-unreasoned': {
    title: 'a finding is ignored and nobody says why',
    message: (p: { rule: string }) =>
      `This ignores ${p.rule === '' ? 'a finding' : p.rule} without a reason: whoever comes next cannot tell whether it is still right.`,
    noReason: 'no reason given',
  },
  'ignore-unused': {
    title: 'this ignores nothing',
    unused: (p: { rule: string }) =>
      `This ignores ${p.rule}, which finds nothing here: it may go, before it hides the next mistake of that kind.`,
    noRule: 'This names no rule in brackets, so it ignores nothing.',
    unknown: (p: { rule: string; nearest: string | null }) =>
      `No rule is called ${p.rule}, so this ignores nothing${p.nearest === null ? '.' : `; ${p.nearest} is one.`}`,
  },
};
