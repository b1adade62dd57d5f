export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/**
 * What a shell is told: for the words of a line it asks `outcry completion SHELL -- WORDS`, so that
 * a newer Outcry needs no newer script. Nothing that goes wrong there is shown.
 */
export const SCRIPTS: Readonly<Record<Shell, string>> = {
  // bash 3.2, as macOS has it, knows neither nosort nor compopt.
  bash: `# Completion of outcry. In ~/.bashrc:  eval "$(outcry completion bash)"
_outcry() {
  local line program="\${COMP_WORDS[0]/#\\~/$HOME}"
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("$line")
  done < <("$program" completion bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == *[/=] ]]; then
    compopt -o nospace 2>/dev/null
  fi
}
complete -o nosort -F _outcry outcry 2>/dev/null || complete -F _outcry outcry`,

  zsh: `#compdef outcry
# Completion of outcry. In ~/.zshrc, after compinit:  eval "$(outcry completion zsh)"
_outcry() {
  local line value
  local -a values shown folders
  for line in "\${(@f)$("\${words[1]/#\\~/$HOME}" completion zsh -- "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)}"; do
    value="\${line%%$'\\t'*}"
    if [[ -z $value ]]; then continue; fi
    if [[ $value == *[/=] ]]; then folders+=("$value"); continue; fi
    values+=("$value")
    if [[ $line == *$'\\t'* ]]; then shown+=("$value  -- \${line#*$'\\t'}"); else shown+=("$value"); fi
  done
  if (( $#values )); then compadd -V outcry -l -d shown -a values; fi
  if (( $#folders )); then compadd -S '' -a folders; fi
}
if [[ \${funcstack[1]} == _outcry ]]; then _outcry "$@"; else compdef _outcry outcry; fi`,

  fish: `# Completion of outcry. In ~/.config/fish/config.fish:  outcry completion fish | source
function __outcry_complete
  set -l words (commandline -opc)
  $words[1] completion fish -- $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c outcry -f -k -a '(__outcry_complete)'`,
};
