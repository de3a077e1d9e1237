export const unit = {
  syntax: {
    title: 'the manager does not read this as it is meant',
    fatal: (p: { problem: string; manager: string }) => `${p.manager} refuses this definition: ${p.problem}`,
    dropped: (p: { problem: string; manager: string }) => `${p.manager} ignores this: ${p.problem}`,
  },
};
