<?php

// The kit's side of every adapter in this folder: questions in, answers out.

mb_substitute_character(0xFFFD);

/** Answers each question with what `$answer` makes of it. */
function serve(callable $answer): void
{
    while (false !== $line = fgets(STDIN)) {
        $question = json_decode($line, true);
        try {
            $reply = $answer($question);
        } catch (Throwable $error) {
            $reply = ['error' => get_class($error).': '.$error->getMessage()];
        }
        // Strings are bytes, and JSON needs text.
        array_walk_recursive($reply, function (&$value) {
            $value = is_string($value) ? mb_scrub($value, 'UTF-8') : $value;
        });
        fwrite(STDOUT, json_encode(['id' => $question['id']] + $reply)."\n");
    }
}

/** The chunks of a question, as bytes. */
function chunks(array $question): array
{
    return array_map('base64_decode', $question['chunks']);
}
