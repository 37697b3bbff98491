<?php

// Symfony's EventSourceHttpClient, over a client that has the chunks.

use Symfony\Component\HttpClient\Chunk\ServerSentEvent;
use Symfony\Component\HttpClient\EventSourceHttpClient;
use Symfony\Component\HttpClient\MockHttpClient;
use Symfony\Component\HttpClient\Response\MockResponse;

require 'Symfony/Component/HttpClient/autoload.php';
require __DIR__.'/serve.php';

serve(function (array $question): array {
    // The client takes an empty chunk for a time-out.
    $body = array_filter(chunks($question), 'strlen');
    $response = new MockResponse($body, ['response_headers' => ['content-type' => 'text/event-stream']]);
    $client = new EventSourceHttpClient(new MockHttpClient($response));
    $source = $client->connect('http://localhost/');
    $events = [];
    $id = '';
    foreach ($client->stream($source) as $chunk) {
        if ($chunk instanceof ServerSentEvent) {
            // An event has only its own ID. The client keeps the last one like this.
            $id = '' !== $chunk->getId() ? $chunk->getId() : $id;
            $events[] = ['type' => $chunk->getType(), 'data' => $chunk->getData(), 'lastEventId' => $id];
        }
    }

    return ['events' => $events];
});
