import { type Place, type Value, type Word, pathsOf, quoted, valued } from './words.ts';

const action = (value: Value): string => {
  switch (value.kind) {
    case 'choice':
      return `compadd -- ${value.choices.map(quoted).join(' ')}`;
    case 'file':
      return '_files';
    case 'folder':
      return '_files -/';
    case 'text':
      return '_message value';
  }
};

const described = (words: readonly Word[]): string =>
  words.map(({ word, about }) => quoted(`${word.replaceAll(':', String.raw`\:`)}:${about}`)).join(' ');

const values = ({ path, options }: Place): readonly string[] =>
  options.flatMap(({ word, value }) =>
    value === undefined ? [] : [`    ${quoted(`${path} ${word}`)}) ${action(value)}; return ;;`],
  );

const words = ({ path, commands, options, argument }: Place): string =>
  [
    `    ${quoted(path)})`,
    `      commands=(${described(commands)})`,
    `      options=(${described(options)})`,
    ...(argument.kind === 'text' ? [] : [`      ${action(argument)}`]),
    '      ;;',
  ].join('\n');

export const zshCompletion = (places: readonly Place[]): string => `#compdef tradeform
# tradeform completion for zsh. In ~/.zshrc, below compinit: source <(tradeform completion zsh)
_tradeform() {
  local at='' word
  local -i i
  local -a commands options
  for ((i = 2; i < CURRENT; i++)); do
    word=\${words[i]}
    case $word in
      ${valued(places).join('|')}) ((i++)); continue ;;
    esac
    case "\${at:+$at }$word" in
      ${pathsOf(places).map(quoted).join('|')}) at="\${at:+$at }$word" ;;
    esac
  done
  case "$at \${words[CURRENT - 1]}" in
${places.flatMap(values).join('\n')}
  esac
  case $at in
${places.map(words).join('\n')}
  esac
  ((\${#commands})) && _describe -t commands command commands
  _describe -t options option options
}
compdef _tradeform tradeform
`;
