# Completion of unitpin for fish. `unitpin __complete` knows the words; this brings them to the shell.
function __unitpin_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l current (commandline --cut-at-cursor --current-token)
    set -q current[1]; or set current ''
    for line in (command unitpin __complete $words[2..-1] $current 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path $current
            case :folders
                __fish_complete_directories $current ''
            case '*'
                echo $line
        end
    end
end
complete --command unitpin --no-files --arguments '(__unitpin_complete)'
