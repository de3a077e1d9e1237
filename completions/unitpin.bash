# Completion of unitpin for bash (3.2 and newer). `unitpin __complete` knows the words; this brings them to the shell.
_unitpin() {
  local line word words=() cur=${COMP_WORDS[COMP_CWORD]} full prefix
  # bash breaks words at = : and @, too; here they are as they were typed.
  read -r -a words <<<"${COMP_LINE:0:COMP_POINT}"
  case "${COMP_LINE:0:COMP_POINT}" in *[[:blank:]]) words+=('') ;; esac
  full=${words[${#words[@]} - 1]}
  # What of it bash leaves alone: it replaces what follows the last break.
  case "$cur" in [=:@]) cur='' ;; esac
  prefix=${full%"$cur"}
  COMPREPLY=()
  while IFS= read -r line; do
    case "$line" in
      :files)
        compopt -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "$cur"))
        return
        ;;
      :folders)
        compopt -o dirnames 2>/dev/null || COMPREPLY=($(compgen -d -- "$cur"))
        return
        ;;
    esac
    word=${line%%$'\t'*}
    COMPREPLY+=("${word#"$prefix"}")
  done < <("$1" __complete "${words[@]:1}" 2>/dev/null)
}
complete -F _unitpin unitpin
