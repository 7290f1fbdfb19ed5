import { type Place, type Value, pathsOf, quoted, valued } from './words.ts';

const rest = (value: Value | undefined): string => {
  switch (value?.kind) {
    case undefined:
      return '';
    case 'choice':
      return ` -x -a ${quoted(value.choices.join(' '))}`;
    case 'file':
      return ' -r -F';
    case 'folder':
      return " -x -a '(__fish_complete_directories)'";
    case 'text':
      return ' -x';
  }
};

function lines({ path, commands, options, argument }: Place): readonly string[] {
  const at = `complete -c tradeform -n ${quoted(`__tradeform_at ${quoted(path)}`)}`;
  return [
    ...commands.map(({ word, about }) => `${at} -a ${word} -d ${quoted(about)}`),
    ...options.map(({ word, about, value }) => `${at} -l ${word.slice(2)} -d ${quoted(about)}${rest(value)}`),
    ...(argument.kind === 'text'
      ? []
      : [`${at}${rest(argument).replace(' -r -F', ' -F').replace(' -x -a', ' -a')}`]),
  ];
}

export const fishCompletion = (
  places: readonly Place[],
): string => `# tradeform completion for fish: tradeform completion fish > ~/.config/fish/completions/tradeform.fish
function __tradeform_at
    set -l at ''
    set -l skip 0
    for word in (commandline -opc)[2..]
        if test $skip = 1
            set skip 0
            continue
        end
        switch $word
            case ${valued(places).join(' ')}
                set skip 1
                continue
        end
        switch (string trim -- "$at $word")
            case ${pathsOf(places).map(quoted).join(' ')}
                set at (string trim -- "$at $word")
        end
    end
    test "$at" = "$argv[1]"
end
complete -c tradeform -f
${places.flatMap(lines).join('\n')}
`;
