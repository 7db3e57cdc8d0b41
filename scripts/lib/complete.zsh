# Types each line of the standard input into an interactive zsh in a terminal of its own, presses
# the tab key, and prints what the line has become.
zmodload zsh/zpty
zpty terminal zsh -f -i
zpty -w terminal 'PS1=; autoload -U compinit; compinit -u -D; eval "$(layersmith completion zsh)"'
# ^X shows the line and starts the next one
zpty -w terminal 'show() { print -r -- "LINE[$BUFFER]"; BUFFER= }; zle -N show; bindkey "^X" show'
zpty -w terminal 'print -r -- "RE""ADY"'
zpty -r terminal said '*READY*'
while IFS= read -r line; do
  zpty -w -n terminal "$line"$'\t\x18'
  zpty -r terminal said '*LINE\[*\]*'
  said=${said##*LINE\[}
  print -r -- "${said%%\]*}"
done
