import { tr } from '../../texts/tr.ts';
import { aboutNothing, ownFirst } from '../options.ts';
import { declare } from './declare.ts';

export const completion = declare({
  usage: 'completion <shell>',
  describe: 'print the script that completes command lines, for bash, zsh or fish',
  options: (command) =>
    aboutNothing(ownFirst(command)).positional('shell', {
      choices: ['bash', 'zsh', 'fish'] as const,
      demandOption: true,
      describe: tr('the shell it is for'),
    }),
  examples: [
    ['$0 completion bash', 'in ~/.bashrc: source <(unitpin completion bash)'],
    ['$0 completion zsh', 'in ~/.zshrc, after compinit: source <(unitpin completion zsh)'],
    ['$0 completion fish', 'to ~/.config/fish/completions/unitpin.fish'],
  ],
  run: async (options, io) => (await import('../commands/completion.ts')).completion(options, io),
});
