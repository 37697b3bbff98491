<?php

// The kit's side of every adapter in this folder: it reads questions and prints answers.

mb_substitute_character(0xFFFD);

/** Answers each question with the result of `$answer`. */
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

/** Returns the chunks of a question, as bytes. */
function chunks(array $question): array
{
    return array_map('base64_decode', $question['chunks']);
}
