import { type Place, type Value, pathsOf, quoted, valued } from './words.ts';

const reply = (value: Value): string => {
  switch (value.kind) {
    case 'choice':
      return `COMPREPLY=($(compgen -W ${quoted(value.choices.join(' '))} -- "$current"))`;
    case 'file':
      return 'compopt -o filenames; COMPREPLY=($(compgen -f -- "$current"))';
    case 'folder':
      return 'compopt -o filenames; COMPREPLY=($(compgen -d -- "$current"))';
    case 'text':
      return 'COMPREPLY=()';
  }
};

const values = ({ path, options }: Place): readonly string[] =>
  options.flatMap(({ word, value }) =>
    value === undefined ? [] : [`    ${quoted(`${path} ${word}`)}) ${reply(value)}; return ;;`],
  );

const among = (offered: readonly string[]): string =>
  `COMPREPLY=($(compgen -W ${quoted(offered.join(' '))} -- "$current"))`;

/** Options where a hyphen asks for them, or where nothing else is known. */
function words({ path, commands, options, argument }: Place): string {
  const flags = options.map(({ word }) => word);
  if (argument.kind === 'text')
    return `    ${quoted(path)}) ${among([...commands.map(({ word }) => word), ...flags])} ;;`;
  return `    ${quoted(path)}) case $current in -*) ${among(flags)} ;; *) ${reply(argument)} ;; esac ;;`;
}

export const bashCompletion = (
  places: readonly Place[],
): string => `# tradeform completion for bash. In ~/.bashrc: source <(tradeform completion bash)
_tradeform() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} path='' word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    case $word in
      ${valued(places).join(' | ')}) ((i++)); continue ;;
    esac
    case "\${path:+$path }$word" in
      ${pathsOf(places).map(quoted).join(' | ')}) path="\${path:+$path }$word" ;;
    esac
  done
  case "$path $previous" in
${places.flatMap(values).join('\n')}
  esac
  case $path in
${places.map(words).join('\n')}
  esac
}
complete -F _tradeform tradeform
`;
